import { useQuery } from "@tanstack/react-query";
import { useToTrash } from "#modules/records/trash/web/to-trash.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Link } from "#ui/link.tsx";
import { More } from "#ui/more.tsx";
import { Section } from "#ui/section.tsx";
import { Table } from "#ui/table.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import {
  Charge,
  type SubscriptionRow,
  SubscriptionStatus,
  subscriptionsApi,
} from "./subscription-parts.tsx";
import { subscriptionWords } from "./subscriptions.words.ts";

/** Nothing at all for a customer without any. */
export function CustomerSubscriptions({ customerId }: { customerId: string }) {
  const t = useWords(subscriptionWords);
  const found = useQuery({
    queryKey: ["sales.subscriptions", customerId],
    queryFn: ({ signal }) => subscriptionsApi.list({ customerId }, signal),
  });
  if (found.data === undefined || found.data.rows.length === 0) return null;
  return (
    <Section title={t("subscriptions")}>
      <Table<SubscriptionRow>
        label={t("subscriptions")}
        rows={found.data.rows}
        keyOf={({ id }) => id}
        columns={[
          {
            label: t("subscription"),
            kind: "name",
            cell: (row) => (
              <Link to={`/subscriptions/${row.id}`} className="k-link">
                {row.title || row.number}
              </Link>
            ),
          },
          {
            label: t("next"),
            kind: "quiet",
            phone: "under",
            cell: (row) => row.nextChargeAt !== null && <When at={row.nextChargeAt} />,
          },
          {
            label: t("status"),
            cell: (row) => <SubscriptionStatus of={row.status} />,
          },
          {
            label: t("amount"),
            kind: "number",
            phone: "under",
            cell: (row) => <Charge of={row} />,
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

function RowVerbs({ of }: { of: SubscriptionRow }) {
  const t = useWords(subscriptionWords);
  const name = of.title || of.number;
  const toTrash = useToTrash(() => subscriptionsApi.trash({ ids: [of.id] }), name);
  return (
    <More label={t("verbsOf", { name })} items={[{ ...toTrash, blocked: of.blocked.trash }]} />
  );
}
