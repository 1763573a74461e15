import { Delta } from "#ui/change.tsx";
import { Link } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { changeOf, countText, currencySign } from "#ui/numbers.ts";
import { Section } from "#ui/section.tsx";
import { Table } from "#ui/table.tsx";
import { useWords } from "#ui/words.ts";
import type { Home } from "./home.client.ts";
import { homeWords } from "./home.words.ts";

type Row = Home["products"][number];

export function TopProducts({ of }: { of: Home }) {
  const t = useWords(homeWords);
  const all = (
    <Link to="/products" className="k-link">
      {t("allProducts")}
    </Link>
  );
  return (
    <Section title={t("topProducts")} action={all}>
      {of.products.length === 0 ? (
        <p className="k-muted">{t("noSales")}</p>
      ) : (
        <Table<Row>
          label={t("topProducts")}
          rows={of.products}
          keyOf={({ productId, title }) => productId ?? title}
          to={({ productId }) => (productId === null ? null : `/products/${productId}`)}
          columns={[
            {
              label: t("product"),
              kind: "name",
              cell: ({ title, connection, productId }) => (
                <>
                  {title}
                  <small>{connection ?? t(productId === null ? "noRecord" : "byHand")}</small>
                </>
              ),
            },
            {
              label: t("sold"),
              kind: "number",
              phone: "under",
              cell: ({ soldCount }) => countText(soldCount),
            },
            {
              label: t("stock"),
              kind: "number",
              cell: ({ stockCount }) => <Stock of={stockCount} />,
            },
            {
              label: t("change"),
              kind: "number",
              cell: ({ netMinor, beforeNetMinor }) => (
                <Delta of={changeOf(netMinor, beforeNetMinor)} />
              ),
            },
            {
              label: t("salesIn", { currency: currencySign(of.currency) }),
              kind: "number",
              cell: ({ netMinor }) => <Money minor={netMinor} currency={of.currency} bare />,
            },
          ]}
        />
      )}
    </Section>
  );
}

function Stock({ of }: { of: number | null }) {
  const t = useWords(homeWords);
  if (of === null) return "–";
  return of > 0 ? countText(of) : <span className="k-bad">{t("soldOut")}</span>;
}
