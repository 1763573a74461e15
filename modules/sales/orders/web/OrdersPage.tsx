import { Button } from "@mantine/core";
import { IconPlus, IconShoppingBag, IconUserShare } from "@tabler/icons-react";
import { Fragment, lazy, Suspense, useState } from "react";
import { useOwnerFilter } from "#modules/companies/roles/web/colleagues.ts";
import { useFiles } from "#modules/records/exports/web/export.tsx";
import { toTrashOf } from "#modules/records/trash/web/to-trash.tsx";
import { type ChangeRecord, RecordList } from "#modules/records/views/web/record-list.tsx";
import { Empty } from "#ui/empty.tsx";
import { Link, useGo } from "#ui/link.tsx";
import type { Column, Filter, Picked, View } from "#ui/list/types.ts";
import { Money } from "#ui/money.tsx";
import { countText } from "#ui/numbers.ts";
import { useCompany, useMay } from "#ui/session.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { buyerOf } from "./buyer.ts";
import { channelText } from "./order-aside.tsx";
import { FulfilmentStatus, OrderStatus, PaymentStatus } from "./order-status.tsx";
import { type OrderRow, ordersApi } from "./orders.client.ts";
import { type OrderT, orderWords } from "./orders.words.ts";

const STATUSES = ["pending", "open", "completed", "cancelled", "failed"] as const;
const PAYMENTS = [
  "unpaid",
  "pending",
  "authorised",
  "part_paid",
  "paid",
  "part_refunded",
  "refunded",
  "voided",
  "disputed",
] as const;
const FULFILMENTS = ["unfulfilled", "part_fulfilled", "fulfilled", "cancelled"] as const;

const GiveDialog = lazy(() =>
  import("#modules/companies/roles/web/give-dialog.tsx").then((file) => ({
    default: file.GiveDialog,
  })),
);

const changeOrder: ChangeRecord = async (id, change) => {
  const { version } = await ordersApi.get({ id });
  return ordersApi.change({ id, version, ...change });
};

export function OrdersPage() {
  const t = useWords(orderWords);
  const go = useGo();
  const mayWrite = useMay("sales.orders.write");
  const mayDelete = useMay("sales.orders.delete");
  const filters = useFilters(t);
  const files = useFiles("order", { filters, mayWrite });
  const mayGive = useMay("sales.orders.give");
  const [giving, setGiving] = useState<Picked | null>(null);
  return (
    <>
      <RecordList
        type="order"
        title={t("orders")}
        path="/orders"
        views={viewsOf(t)}
        actions={
          <>
            {files.buttons}
            {mayWrite && (
              <Button
                leftSection={<IconPlus size={16} stroke={2} />}
                onClick={() => go("/orders/new")}
              >
                {t("new")}
              </Button>
            )}
          </>
        }
        topic="sales.orders"
        change={changeOrder}
        noun={{ one: t("order").toLowerCase(), many: t("orders").toLowerCase() }}
        load={ordersApi.list}
        count={ordersApi.count}
        nameOf={({ number }) => number}
        to={({ id }) => `/orders/${id}`}
        search={t("searchFor")}
        sort="-placed"
        columns={columnsOf(t)}
        filters={filters}
        bulk={[
          ...(mayGive
            ? [{ label: t("give"), icon: <IconUserShare size={16} stroke={1.6} />, run: setGiving }]
            : []),
          ...files.verbs,
          ...(mayDelete ? [toTrashOf((ids) => ordersApi.trash({ ids }))] : []),
        ]}
        sums={({ sums }) => <Sums of={sums} t={t} />}
        phone={(row) => ({
          title: `${row.number} · ${buyerOf(row, t)}`,
          facts: <When at={row.placedAt} />,
          end: <Money minor={row.totalMinor} currency={row.currency} />,
        })}
        empty={<NoOrders />}
      />
      {files.dialog}
      <Suspense>
        {giving !== null && (
          <GiveDialog
            of={giving}
            topic="sales.orders"
            give={ordersApi.giveMany}
            onClose={() => setGiving(null)}
          />
        )}
      </Suspense>
    </>
  );
}

const viewsOf = (t: OrderT): View[] => [
  { label: t("allOrders"), filter: {} },
  {
    label: t("toSend"),
    filter: { paymentStatus: "paid", fulfilmentStatus: "unfulfilled", status: "open" },
  },
  { label: t("unpaid"), filter: { paymentStatus: "unpaid" } },
  { label: t("refundedView"), filter: { paymentStatus: "refunded" } },
];

function columnsOf(t: OrderT): Column<OrderRow>[] {
  return [
    {
      key: "number",
      label: t("number"),
      kind: "name",
      width: "minmax(96px, 1fr)",
      cell: (row) => row.number,
    },
    {
      key: "customer",
      label: t("customer"),
      kind: "facts",
      width: "minmax(140px, 2fr)",
      cell: (row) => buyerOf(row, t),
    },
    {
      key: "placed",
      label: t("placed"),
      kind: "date",
      sort: { up: "placed", down: "-placed", first: "down" },
      cell: (row) => <When at={row.placedAt} />,
    },
    {
      key: "store",
      label: t("store"),
      kind: "facts",
      cell: (row) => row.connection ?? channelText(t, row.channel),
    },
    {
      key: "items",
      label: t("quantity"),
      kind: "number",
      isExtra: true,
      cell: (row) => countText(row.itemsCount),
    },
    {
      key: "total",
      label: t("total"),
      kind: "number",
      width: "minmax(110px, 1fr)",
      sort: { up: "total", down: "-total", first: "down" },
      cell: (row) => <Money minor={row.totalMinor} currency={row.currency} />,
    },
    {
      key: "refunded",
      label: t("refunded"),
      kind: "number",
      isExtra: true,
      cell: (row) => <Money minor={row.refundedMinor} currency={row.currency} />,
    },
    {
      key: "payment",
      label: t("payment"),
      kind: "status",
      cell: (row) =>
        isOver(row) ? <OrderStatus of={row.status} /> : <PaymentStatus of={row.paymentStatus} />,
    },
    {
      key: "fulfilment",
      label: t("fulfilment"),
      kind: "status",
      cell: (row) => (isOver(row) ? null : <FulfilmentStatus of={row.fulfilmentStatus} />),
    },
    {
      key: "status",
      label: t("status"),
      kind: "status",
      isExtra: true,
      cell: (row) => <OrderStatus of={row.status} />,
    },
  ];
}

/** What ended without a sale says so once. */
const isOver = ({ status }: OrderRow) => status === "cancelled" || status === "failed";

function useFilters(t: OrderT): Filter[] {
  const { currency } = useCompany();
  const whose = useOwnerFilter();
  const options = <Value extends string>(
    values: readonly Value[],
    label: (value: Value) => string,
  ) => values.map((value) => ({ value, label: label(value) }));
  return [
    { kind: "days", label: t("placed"), from: "placedFrom", to: "placedTo" },
    {
      kind: "choice",
      label: t("payment"),
      param: "paymentStatus",
      options: options(PAYMENTS, (v) => t(`payment.${v}`)),
    },
    {
      kind: "choice",
      label: t("fulfilment"),
      param: "fulfilmentStatus",
      options: options(FULFILMENTS, (v) => t(`fulfilment.${v}`)),
    },
    {
      kind: "choice",
      label: t("status"),
      param: "status",
      options: options(STATUSES, (v) => t(`status.${v}`)),
    },
    { kind: "money", label: t("total"), min: "totalMin", max: "totalMax", currency },
    { kind: "days", label: t("refunded"), from: "refundedFrom", to: "refundedTo" },
    { kind: "text", label: t("currency"), param: "currency" },
    whose,
    { kind: "flag", label: t("countsAsSale"), param: "isSale" },
    { kind: "given", label: t("store"), param: "connectionId" },
    { kind: "given", label: t("customer"), param: "customerId" },
    { kind: "given", label: t("product"), param: "productId" },
  ];
}

/** A sum for each currency, the most ordered first: none is converted. */
function Sums({ of, t }: { of: readonly { currency: string; netMinor: number }[]; t: OrderT }) {
  const shown = of.slice(0, 3);
  if (shown.length === 0) return null;
  const sums = shown.map(({ currency, netMinor }, at) => (
    <Fragment key={currency}>
      {at > 0 && " · "}
      <Money minor={netMinor} currency={currency} />
    </Fragment>
  ));
  return t.rich("countedSum", { sum: sums });
}

function NoOrders() {
  const t = useWords(orderWords);
  return (
    <Empty
      icon={<IconShoppingBag size={28} stroke={1.4} />}
      title={t("emptyTitle")}
      actions={
        <>
          <Button component={Link} to="/connections/new">
            {t("connectStore")}
          </Button>
          <Button variant="default" component={Link} to="/orders/new">
            {t("new")}
          </Button>
        </>
      }
    >
      {t("emptyText")}
    </Empty>
  );
}
