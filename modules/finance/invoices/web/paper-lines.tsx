import { Money } from "#ui/money.tsx";
import { Table } from "#ui/table.tsx";
import { useWords } from "#ui/words.ts";
import type { Invoice } from "./invoices.client.ts";
import { invoiceWords } from "./invoices.words.ts";
import { PaperSums } from "./paper-sums.tsx";

type Sum = { label: string; minor: number };
type Props = {
  of: Pick<Invoice, "figures" | "currency" | "lines">;
  /** What was taken off the total since, and what is left then. */
  after?: readonly Sum[];
  due?: Sum;
};

/** The lines of a paper, and how its total comes about. */
export function PaperLines({ of, after = [], due }: Props) {
  const t = useWords(invoiceWords);
  const { figures, currency } = of;
  const bare = (minor: number) => <Money minor={minor} currency={currency} bare />;
  const rows = of.lines.map((line, at) => ({ ...line, ...figures.lines[at], key: String(at) }));
  const since = after.filter(({ minor }) => minor !== 0);
  return (
    <>
      <Table<(typeof rows)[number]>
        label={t("lines")}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          {
            label: t("item"),
            kind: "name",
            cell: ({ name, description, sku }) => (
              <>
                {name}
                {(description !== "" || sku !== "") && (
                  <small>{[sku, description].filter(Boolean).join(" · ")}</small>
                )}
              </>
            ),
          },
          {
            label: t("quantity"),
            kind: "number",
            phone: "under",
            cell: ({ quantity }) => quantity,
          },
          { label: t("price"), kind: "number", phone: "hide", cell: ({ price }) => price },
          {
            label: t("tax"),
            kind: "quiet",
            phone: "hide",
            cell: ({ taxes = [] }) => taxes.map(({ code }) => code).join(", ") || t("noTax"),
          },
          { label: t("lineTotal"), kind: "number", cell: ({ netMinor = 0 }) => bare(netMinor) },
        ]}
      />
      <PaperSums
        of={figures}
        currency={currency}
        after={since.length === 0 || due === undefined ? since : [...since, due]}
      />
    </>
  );
}
