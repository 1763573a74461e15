import { useQuery } from "@tanstack/react-query";
import { useToTrash } from "#modules/records/trash/web/to-trash.tsx";
import { Facts } from "#ui/facts.tsx";
import { Figures } from "#ui/figures.tsx";
import { Link, useParam } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { More } from "#ui/more.tsx";
import { Page } from "#ui/page.tsx";
import { Section } from "#ui/section.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import {
  everyText,
  type SubscriptionRow,
  SubscriptionStatus,
  subscriptionsApi,
} from "./subscription-parts.tsx";
import { subscriptionWords } from "./subscriptions.words.ts";

/** One sale that repeats: whose, how often, and what comes next. */
export function SubscriptionPage() {
  const t = useWords(subscriptionWords);
  const id = useParam("subscriptionId");
  const subscription = useQuery({
    queryKey: ["sales.subscriptions", "one", id],
    queryFn: ({ signal }) => subscriptionsApi.get({ id }, signal),
  });
  return (
    <Page
      of={subscription}
      title={(data) => data.title || data.number}
      crumb={{ to: "/subscriptions", label: t("subscriptions") }}
      status={(data) => <SubscriptionStatus of={data.status} />}
      actions={(data) => <Verbs of={data} />}
    >
      {(data) => (
        <>
          <Figures
            small
            of={[
              {
                label: t("charge"),
                value:
                  data.amountMinor === null ? (
                    "–"
                  ) : (
                    <Money minor={data.amountMinor} currency={data.currency} />
                  ),
                foot: everyText(data, t),
              },
              { label: t("next"), value: <Moment at={data.nextChargeAt} /> },
              { label: t("started"), value: <Moment at={data.startedAt} /> },
            ]}
          />
          <Section title={t("subscription")}>
            <Facts
              rows={[
                [
                  t("customer"),
                  data.customerId === null ? (
                    data.customerName || t("nobody")
                  ) : (
                    <Link key="customer" to={`/customers/${data.customerId}`} className="k-link">
                      {data.customerName || t("customer")}
                    </Link>
                  ),
                ],
                [t("number"), data.number],
                data.connection !== null && [t("store"), data.connection],
                data.endsAt !== null && [t("ends"), <When key="ends" at={data.endsAt} />],
                data.cancelledAt !== null && [
                  t("cancelledAt"),
                  <When key="cancelled" at={data.cancelledAt} />,
                ],
              ]}
            />
          </Section>
        </>
      )}
    </Page>
  );
}

const Moment = ({ at }: { at: string | null }) => (at === null ? "–" : <When at={at} />);

function Verbs({ of }: { of: SubscriptionRow }) {
  const name = of.title || of.number;
  const toTrash = useToTrash(() => subscriptionsApi.trash({ ids: [of.id] }), name);
  return <More items={[{ ...toTrash, blocked: of.blocked.trash }]} />;
}
