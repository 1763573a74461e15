import { useQuery } from "@tanstack/react-query";
import { useToTrash } from "#modules/records/trash/web/to-trash.tsx";
import { client, type Received } from "#ui/api.ts";
import { Hidden } from "#ui/hidden.tsx";
import { Money } from "#ui/money.tsx";
import { More } from "#ui/more.tsx";
import { Section } from "#ui/section.tsx";
import { Status, type Tone } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { subscriptions } from "../subscriptions.contract.ts";
import { type SubscriptionT, subscriptionWords } from "./subscriptions.words.ts";

const api = client(subscriptions);
type Row = Received<typeof subscriptions.list>["rows"][number];

const TONES: Readonly<Record<Row["status"], Tone>> = {
  pending: "warn",
  active: "good",
  on_hold: "bad",
  ending: "warn",
  cancelled: "quiet",
  expired: "quiet",
};

/** Nothing at all for a customer without any. */
export function CustomerSubscriptions({ customerId }: { customerId: string }) {
  const t = useWords(subscriptionWords);
  const found = useQuery({
    queryKey: ["sales.subscriptions", customerId],
    queryFn: ({ signal }) => api.list({ customerId }, signal),
  });
  if (found.data === undefined || found.data.rows.length === 0) return null;
  return (
    <Section title={t("subscriptions")}>
      <Table<Row>
        label={t("subscriptions")}
        rows={found.data.rows}
        keyOf={({ id }) => id}
        columns={[
          { label: t("subscription"), kind: "name", cell: (row) => row.title || row.number },
          {
            label: t("next"),
            kind: "quiet",
            phone: "under",
            cell: (row) => row.nextChargeAt !== null && <When at={row.nextChargeAt} />,
          },
          {
            label: t("status"),
            cell: (row) => <Status tone={TONES[row.status]}>{t(row.status)}</Status>,
          },
          {
            label: t("amount"),
            kind: "number",
            phone: "under",
            cell: (row) => (
              <>
                {row.amountMinor !== null && (
                  <Money minor={row.amountMinor} currency={row.currency} />
                )}{" "}
                {everyText(row, t)}
              </>
            ),
          },
          {
            label: <Hidden>{t("verbs")}</Hidden>,
            kind: "number",
            cell: (row) => <RowVerbs of={row} />,
          },
        ]}
      />
    </Section>
  );
}

function RowVerbs({ of }: { of: Row }) {
  const t = useWords(subscriptionWords);
  const name = of.title || of.number;
  const toTrash = useToTrash(() => api.trash({ ids: [of.id] }), name);
  return (
    <More label={t("verbsOf", { name })} items={[{ ...toTrash, blocked: of.blocked.trash }]} />
  );
}

const everyText = ({ intervalCount: count, intervalUnit }: Row, t: SubscriptionT): string =>
  t(`every.${intervalUnit}`, { count });
