import { Hidden } from "#ui/hidden.tsx";
import { bytesText, countText } from "#ui/numbers.ts";
import { Section } from "#ui/section.tsx";
import { Status } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { useWords } from "#ui/words.ts";
import type { Billing } from "./billing.client.ts";
import { billingWords } from "./billing.words.ts";

type Usage = Billing["usage"][number];

const NEAR = 0.9;

/** How much of each limit is used. It warns, and stops nobody. */
export function UsageSection({ of: rows }: { of: readonly Usage[] }) {
  const t = useWords(billingWords);
  const said = ({ limit }: Usage, value: number) =>
    limit === "bytes" ? bytesText(value) : countText(value);
  return (
    <Section title={t("usage")} text={t("usageText")}>
      <Table
        label={t("usage")}
        rows={rows}
        keyOf={({ limit }) => limit}
        columns={[
          { label: t("what"), kind: "name", cell: ({ limit }) => t(`limit.${limit}`) },
          {
            label: <Hidden>{t("state")}</Hidden>,
            phone: "under",
            cell: (row) => <State of={row} />,
          },
          {
            label: t("used"),
            kind: "number",
            cell: (row) =>
              row.of === null
                ? said(row, row.used)
                : t("usedOf", { used: said(row, row.used), limit: said(row, row.of) }),
          },
        ]}
      />
    </Section>
  );
}

function State({ of: { used, of } }: { of: Usage }) {
  const t = useWords(billingWords);
  if (of === null || used < of * NEAR) return null;
  return used > of ? (
    <Status tone="bad">{t("over")}</Status>
  ) : (
    <Status tone="warn">{t("near")}</Status>
  );
}
