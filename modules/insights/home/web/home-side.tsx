import { Link } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { countText, currencySign } from "#ui/numbers.ts";
import { Section } from "#ui/section.tsx";
import { Table } from "#ui/table.tsx";
import { useWords } from "#ui/words.ts";
import type { Home } from "./home.client.ts";
import styles from "./home.module.css";
import { homeWords } from "./home.words.ts";

const VERBS: Readonly<Record<string, "open" | "look" | "send" | "connect">> = {
  failed_deliveries: "open",
  waiting_deliveries: "look",
  refusals: "look",
  unfulfilled_orders: "send",
  waiting_connections: "connect",
};

/** What waits for somebody: bad first, then waiting, then hints; each with one verb. */
export function Attention({ of }: { of: Home }) {
  const t = useWords(homeWords);
  return (
    <Section
      title={t("attention")}
      hint={of.attention.length === 0 ? undefined : countText(of.attention.length)}
    >
      {of.attention.length === 0 ? (
        <p className="k-muted">{t("nothingWaits")}</p>
      ) : (
        <ul className={styles.attention}>
          {of.attention.map(({ kind, tone, count, to }) => {
            const text = `${kind}.text`;
            return (
              <li key={kind} data-tone={tone}>
                <i aria-hidden="true" />
                <div>
                  <b>{t.has(kind) ? t(kind, { count }) : kind}</b>
                  {t.has(text) && <span>{t(text)}</span>}
                </div>
                <Link to={to} className="k-link">
                  {t(VERBS[kind] ?? "look")}
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}

type Row = Home["stores"][number];

export function Stores({ of }: { of: Home }) {
  const t = useWords(homeWords);
  if (of.stores.length === 0) return null;
  const total = of.stores.reduce((sum, { netMinor }) => sum + netMinor, 0);
  return (
    <Section title={t("stores")} hint={t("salesIn", { currency: currencySign(of.currency) })}>
      <Table<Row>
        label={t("stores")}
        rows={of.stores}
        keyOf={({ connectionId }) => connectionId ?? "hand"}
        to={({ connectionId }) => (connectionId === null ? null : `/connections/${connectionId}`)}
        columns={[
          { label: t("stores"), kind: "name", cell: ({ name }) => name ?? t("byHand") },
          {
            label: t("orders"),
            kind: "number",
            phone: "under",
            cell: ({ ordersCount }) => countText(ordersCount),
          },
          {
            label: t("netSales"),
            kind: "number",
            cell: ({ netMinor }) => <Money minor={netMinor} currency={of.currency} bare />,
          },
        ]}
        sums={
          of.stores.length > 1
            ? [
                {
                  label: t("allStores"),
                  value: <Money minor={total} currency={of.currency} bare />,
                  isTotal: true,
                },
              ]
            : []
        }
      />
    </Section>
  );
}
