import { IconRepeat } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { toTrashOf } from "#modules/records/trash/web/to-trash.tsx";
import { Empty } from "#ui/empty.tsx";
import { Figures } from "#ui/figures.tsx";
import { ListPage } from "#ui/list/list-page.tsx";
import { ListSums } from "#ui/list/list-sums.tsx";
import type { Column, Filter } from "#ui/list/types.ts";
import { Money } from "#ui/money.tsx";
import { useCompany, useMay } from "#ui/session.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { SubscriptionStatus as Statuses } from "../subscriptions.contract.ts";
import {
  Charge,
  type SubscriptionRow,
  SubscriptionStatus,
  subscriptionsApi,
} from "./subscription-parts.tsx";
import { type SubscriptionT, subscriptionWords } from "./subscriptions.words.ts";

/** Sales that repeat: what they are worth a month, what renews, what ended. Each figure opens its rows. */
export function SubscriptionsPage() {
  const t = useWords(subscriptionWords);
  const mayTrash = useMay("sales.subscriptions.delete");
  return (
    <ListPage
      title={t("subscriptions")}
      path="/subscriptions"
      note={<Sums />}
      views={[
        { label: t("all"), filter: {} },
        { label: t("active"), filter: { status: "active" } },
        { label: t("on_hold"), filter: { status: "on_hold" } },
        { label: t("ending"), filter: { status: "ending" } },
        { label: t("cancelled"), filter: { status: "cancelled" } },
      ]}
      topic="sales.subscriptions"
      noun={{ one: t("small", { count: 1 }), many: t("small", { count: 2 }) }}
      load={(query) => subscriptionsApi.list(query)}
      count={subscriptionsApi.count}
      idOf={({ id }) => id}
      nameOf={({ title, number }) => title || number}
      to={({ id }) => `/subscriptions/${id}`}
      sort="-created"
      search={t("searchFor")}
      columns={columnsOf(t)}
      filters={filtersOf(t)}
      bulk={mayTrash ? [toTrashOf((ids) => subscriptionsApi.trash({ ids }))] : []}
      phone={(row) => ({
        title: row.customerName || row.title || row.number,
        facts: <Charge of={row} />,
        end: <SubscriptionStatus of={row.status} />,
      })}
      empty={
        <Empty icon={<IconRepeat size={28} stroke={1.4} />} title={t("emptyTitle")}>
          {t("emptyText")}
        </Empty>
      }
    />
  );
}

function Sums() {
  const t = useWords(subscriptionWords);
  const { currency } = useCompany();
  const { data } = useQuery({
    queryKey: ["sales.subscriptions", "figures"],
    queryFn: ({ signal }) => subscriptionsApi.figures({}, signal),
  });
  if (data === undefined || data.activeCount + data.churn.startCount === 0) return null;
  const { churn } = data;
  const rate = churn.startCount === 0 ? null : (churn.endedCount / churn.startCount) * 100;
  return (
    <ListSums>
      <Figures
        small
        of={[
          {
            label: t("mrr"),
            help: t("mrrHelp"),
            value: <Money minor={data.mrrMinor} />,
            foot: t("mrrFoot", { count: data.activeCount }),
            to: `/subscriptions?mrrCurrency=${currency}`,
          },
          {
            label: t("due", { count: 7 }),
            value: <Money minor={data.due7.minor} />,
            foot: t("renewals", { count: data.due7.count }),
            to: "/subscriptions?dueDays=7&sort=next",
          },
          {
            label: t("due", { count: 30 }),
            value: <Money minor={data.due30.minor} />,
            foot: t("renewals", { count: data.due30.count }),
            to: "/subscriptions?dueDays=30&sort=next",
          },
          {
            label: t("churn"),
            help: t("churnHelp"),
            value: rate === null ? "–" : `${rate.toFixed(1)}%`,
            foot: t("churnFoot", { ended: churn.endedCount, start: churn.startCount }),
            to: "/subscriptions?churned=true",
          },
        ]}
      />
      {(data.others.length > 0 || data.untoldCount > 0) && (
        <p className="k-caption">
          {data.others.length > 0 &&
            t.rich("elsewhere", {
              amounts: data.others.map((one, at) => (
                <span key={one.currency}>
                  {at > 0 && ", "}
                  <Money minor={one.mrrMinor} currency={one.currency} />
                </span>
              )),
            })}{" "}
          {data.untoldCount > 0 && t("untold", { count: data.untoldCount })}
        </p>
      )}
    </ListSums>
  );
}

const columnsOf = (t: SubscriptionT): Column<SubscriptionRow>[] => [
  {
    key: "title",
    label: t("subscription"),
    kind: "name",
    cell: ({ title, number }) => title || number,
  },
  {
    key: "customer",
    label: t("customer"),
    kind: "facts",
    cell: ({ customerName }) => customerName || t("nobody"),
  },
  { key: "store", label: t("store"), kind: "facts", isExtra: true, cell: (row) => row.connection },
  {
    key: "charge",
    label: t("charge"),
    kind: "number",
    width: "minmax(150px, 1.4fr)",
    cell: (row) => <Charge of={row} />,
  },
  {
    key: "next",
    label: t("next"),
    kind: "date",
    cell: ({ nextChargeAt }) => (nextChargeAt === null ? "–" : <When at={nextChargeAt} />),
    sort: { up: "next", down: "next", first: "up" },
  },
  {
    key: "started",
    label: t("started"),
    kind: "date",
    isExtra: true,
    cell: ({ startedAt }) => (startedAt === null ? "–" : <When at={startedAt} />),
  },
  {
    key: "status",
    label: t("status"),
    kind: "status",
    cell: ({ status }) => <SubscriptionStatus of={status} />,
  },
];

const filtersOf = (t: SubscriptionT): Filter[] => [
  {
    kind: "choice",
    label: t("status"),
    param: "status",
    options: Statuses.options.map((value) => ({ value, label: t(value) })),
  },
  {
    kind: "choice",
    label: t("dueFilter"),
    param: "dueDays",
    options: [7, 30].map((count) => ({ value: String(count), label: t("days", { count }) })),
  },
  { kind: "flag", label: t("churned"), param: "churned" },
  { kind: "given", label: t("inMrr"), param: "mrrCurrency" },
  { kind: "given", label: t("customer"), param: "customerId" },
];
