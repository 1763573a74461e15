import { useQuery } from "@tanstack/react-query";
import { Bones } from "#ui/bones.tsx";
import { Link } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { Table } from "#ui/table.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { OrderStatus, PaymentStatus } from "./order-status.tsx";
import { type OrderRow, ordersApi } from "./orders.client.ts";
import { orderWords } from "./orders.words.ts";

const SHOWN = 10;

/** The newest orders of a customer, in whatever currency. */
export function CustomerOrders({ customerId }: { customerId: string }) {
  const t = useWords(orderWords);
  const found = useQuery({
    queryKey: ["sales.orders", "of-customer", customerId],
    queryFn: ({ signal }) => ordersApi.list({ customerId, limit: SHOWN }, signal),
  });
  const all = (
    <Link to={`/orders?customerId=${customerId}`} className="k-link">
      {t("allOrders")}
    </Link>
  );
  return (
    <Section title={t("orders")} action={found.data?.next === null ? undefined : all}>
      {found.isPending ? (
        <Bones rows={3} />
      ) : found.isError ? (
        <ProblemNote of={found.error} onRetry={() => void found.refetch()} />
      ) : found.data.rows.length === 0 ? (
        <p className="k-muted">{t("noneYet")}</p>
      ) : (
        <Table<OrderRow>
          label={t("customersOrders")}
          rows={found.data.rows}
          keyOf={({ id }) => id}
          to={({ id }) => `/orders/${id}`}
          columns={[
            { label: t("number"), kind: "name", cell: ({ number }) => number },
            {
              label: t("placed"),
              kind: "quiet",
              phone: "under",
              cell: ({ placedAt }) => <When at={placedAt} />,
            },
            {
              label: t("store"),
              kind: "quiet",
              cell: ({ connection }) => connection ?? t("byHand"),
            },
            {
              label: t("payment"),
              cell: (row) =>
                row.status === "cancelled" || row.status === "failed" ? (
                  <OrderStatus of={row.status} />
                ) : (
                  <PaymentStatus of={row.paymentStatus} />
                ),
            },
            {
              label: t("total"),
              kind: "number",
              cell: (row) => <Money minor={row.netMinor} currency={row.currency} />,
            },
          ]}
        />
      )}
    </Section>
  );
}
