import { Money } from "#ui/money.tsx";
import { Status } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import styles from "./order.module.css";
import type { Order } from "./orders.client.ts";
import { orderWords } from "./orders.words.ts";

type Row = {
  key: string;
  at: string;
  what: string;
  detail: string;
  tone: "good" | "warn" | "bad" | "quiet";
  state: string;
  minor: number;
  currency: string;
};

/** Money in and money back, in the order it happened. */
export function OrderPayments({ of }: { of: Order }) {
  const t = useWords(orderWords);
  const tones = { succeeded: "good", pending: "warn", failed: "bad" } as const;
  const payments = of.payments.map(
    (payment): Row => ({
      key: payment.id,
      at: payment.paidAt,
      what: t(`paymentKind.${payment.kind}`),
      detail: [payment.method, payment.reference].filter(Boolean).join(" · "),
      tone: tones[payment.status],
      state: t(`paymentStatus.${payment.status}`),
      minor: payment.kind === "refund" ? -payment.amountMinor : payment.amountMinor,
      currency: payment.currency,
    }),
  );
  const refunds = of.refunds.map(
    (refund): Row => ({
      key: refund.id,
      at: refund.refundedAt,
      what: t("refund"),
      detail: [refund.reason, refund.hasMovedMoney === false ? t("noMoneyMoved") : ""]
        .filter(Boolean)
        .join(" · "),
      tone: "quiet",
      state: t("payment.refunded"),
      minor: -refund.amountMinor,
      currency: refund.currency,
    }),
  );
  const rows = [...payments, ...refunds].sort((a, b) => a.at.localeCompare(b.at));
  return (
    <Table<Row>
      label={t("payments")}
      rows={rows}
      keyOf={({ key }) => key}
      columns={[
        {
          label: t("what"),
          kind: "name",
          cell: ({ what, detail }) => (
            <>
              {what}
              {detail !== "" && <div className={styles.facts}>{detail}</div>}
            </>
          ),
        },
        {
          label: t("when"),
          kind: "quiet",
          phone: "under",
          cell: ({ at }) => <When at={at} as="full" />,
        },
        { label: t("status"), cell: ({ tone, state }) => <Status tone={tone}>{state}</Status> },
        {
          label: t("total"),
          kind: "number",
          cell: ({ minor, currency }) => <Money minor={minor} currency={currency} />,
        },
      ]}
    />
  );
}
