import { Link } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { countText, currencySign } from "#ui/numbers.ts";
import { Table } from "#ui/table.tsx";
import { useWords } from "#ui/words.ts";
import styles from "./order.module.css";
import type { Order } from "./orders.client.ts";
import { type OrderT, orderWords } from "./orders.words.ts";

type Line = Order["lines"][number];

/** What was sold, and how the total comes about. */
export function OrderLines({ of }: { of: Order }) {
  const t = useWords(orderWords);
  const currency = currencySign(of.currency);
  const bare = (minor: number) => <Money minor={minor} currency={of.currency} bare />;
  return (
    <Table<Line & { key: string }>
      label={t("lines")}
      rows={of.lines.map((line, at) => ({ ...line, key: String(at) }))}
      keyOf={({ key }) => key}
      columns={[
        { label: t("product"), kind: "name", cell: (line) => <Sold line={line} /> },
        {
          label: t("quantity"),
          kind: "number",
          phone: "under",
          cell: (line) => <Quantity line={line} />,
        },
        {
          label: t("unitPrice", { currency }),
          kind: "number",
          cell: (line) => bare(line.unitPriceMinor),
        },
        ...(of.lines.some((line) => line.discountMinor !== 0)
          ? [
              {
                label: t("discount"),
                kind: "number" as const,
                cell: (line: Line) => bare(-line.discountMinor),
              },
            ]
          : []),
        { label: t("amount", { currency }), kind: "number", cell: (line) => bare(line.netMinor) },
      ]}
      sums={sumsOf(of, t).map(({ label, minor, isTotal }) => ({
        label,
        value: isTotal === true ? <Money minor={minor} currency={of.currency} /> : bare(minor),
        isTotal: isTotal ?? false,
      }))}
    />
  );
}

function Sold({ line }: { line: Line }) {
  const t = useWords(orderWords);
  const facts = [line.variantTitle, line.sku, line.isGiftCard ? t("giftCard") : null].filter(
    Boolean,
  );
  return (
    <>
      {line.productId === null ? (
        line.title
      ) : (
        <Link to={`/products/${line.productId}`}>{line.title}</Link>
      )}
      {facts.length > 0 && <div className={styles.facts}>{facts.join(" · ")}</div>}
    </>
  );
}

function Quantity({ line }: { line: Line }) {
  const t = useWords(orderWords);
  return (
    <>
      {countText(line.currentQuantity)}
      {line.currentQuantity !== line.quantity && (
        <div className={styles.facts}>{t("was", { count: line.quantity })}</div>
      )}
    </>
  );
}

type Sum = { label: string; minor: number; isTotal?: boolean };

/** Nothing that is zero, but for the total. Charges stand under their own names. */
function sumsOf(of: Order, t: OrderT): Sum[] {
  const named = of.charges
    .filter(({ kind }) => kind !== "discount" && kind !== "tax")
    .map(({ title, kind, amountMinor }) => ({
      label: title || t(kind === "shipping" ? "shipping" : "fees"),
      minor: amountMinor,
    }));
  const taxes = of.charges.filter(({ kind }) => kind === "tax");
  const taxName = of.taxesIncluded
    ? t("taxIncluded")
    : (taxes.length === 1 ? taxes[0]?.title : "") || t("tax");
  const rows: Sum[] = [
    { label: t("subtotal"), minor: of.linesMinor },
    ...named,
    { label: taxName, minor: of.taxMinor },
  ];
  return [
    ...rows.filter(({ minor }) => minor !== 0),
    ...(of.differenceMinor === 0 ? [] : [{ label: t("difference"), minor: of.differenceMinor }]),
    { label: t("total"), minor: of.totalMinor, isTotal: true },
  ];
}
