import { Status, type Tone } from "#ui/status.tsx";
import { useWords } from "#ui/words.ts";
import type { OrderRow } from "./orders.client.ts";
import { orderWords } from "./orders.words.ts";

const PAYMENT_TONES: Readonly<Record<OrderRow["paymentStatus"], Tone>> = {
  unpaid: "warn",
  pending: "warn",
  authorised: "accent",
  part_paid: "warn",
  paid: "good",
  part_refunded: "quiet",
  refunded: "quiet",
  voided: "quiet",
  disputed: "bad",
};
const STATUS_TONES: Readonly<Record<OrderRow["status"], Tone>> = {
  pending: "warn",
  open: "accent",
  completed: "good",
  cancelled: "quiet",
  failed: "quiet",
  draft: "quiet",
};
const FULFILMENT_TONES: Readonly<Record<OrderRow["fulfilmentStatus"], Tone>> = {
  unfulfilled: "warn",
  part_fulfilled: "warn",
  fulfilled: "good",
  cancelled: "quiet",
};

export function OrderStatus({ of }: { of: OrderRow["status"] }) {
  const t = useWords(orderWords);
  return <Status tone={STATUS_TONES[of]}>{t(`status.${of}`)}</Status>;
}

export function PaymentStatus({ of }: { of: OrderRow["paymentStatus"] }) {
  const t = useWords(orderWords);
  return <Status tone={PAYMENT_TONES[of]}>{t(`payment.${of}`)}</Status>;
}

export function FulfilmentStatus({ of }: { of: OrderRow["fulfilmentStatus"] }) {
  const t = useWords(orderWords);
  return <Status tone={FULFILMENT_TONES[of]}>{t(`fulfilment.${of}`)}</Status>;
}

/** An order that ended says so alone; a living one says what is paid and what is sent. */
export function OrderStates({
  of,
}: {
  of: Pick<OrderRow, "status" | "paymentStatus" | "fulfilmentStatus">;
}) {
  if (of.status === "cancelled" || of.status === "failed" || of.status === "draft")
    return <OrderStatus of={of.status} />;
  return (
    <>
      <PaymentStatus of={of.paymentStatus} />
      <FulfilmentStatus of={of.fulfilmentStatus} />
    </>
  );
}
