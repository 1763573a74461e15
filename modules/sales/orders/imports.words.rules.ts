import { textOf, type ImportValues as Values } from "#modules/records/records.public.ts";
import type { FulfilmentStatus, OrderStatus, PaymentStatus } from "./orders.contract.ts";
import type { KeptOrder } from "./orders.rules.ts";

/** In which words a file says where an order was sold and how it stands. */

const CHANNELS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    stall: ["at a stall", "di gerai", "gerai", "booth", "bazaar"],
    phone: ["by phone", "melalui telefon", "telefon"],
    chat: ["by chat", "melalui sembang", "whatsapp", "wa"],
    shop: ["in the shop", "di kedai", "kedai"],
    other: ["elsewhere", "tempat lain"],
    web: ["online store", "kedai dalam talian", "online"],
    pos: ["at the till", "di kaunter"],
  }).flatMap(([value, words]) => [value, ...words].map((word): [string, string] => [word, value])),
);
export const channelOf = (text: string): string => CHANNELS.get(text.toLowerCase()) ?? text;

const wordsFor = <Of extends string>(words: Readonly<Record<Of, readonly string[]>>) =>
  new Map(
    Object.entries<readonly string[]>(words).flatMap(([value, all]) =>
      [value, ...all].map((word): [string, Of] => [word, value as Of]),
    ),
  );

export const STATUS_WORDS = wordsFor<OrderStatus>({
  open: ["terbuka", "processing", "confirmed", "to ship"],
  completed: ["selesai", "complete", "delivered", "closed", "shipped"],
  pending: ["menunggu", "on-hold", "on hold", "pending payment"],
  cancelled: ["dibatalkan", "canceled", "batal", "void"],
  failed: ["gagal"],
  draft: ["draf", "checkout-draft"],
});
export const PAYMENT_WORDS = wordsFor<PaymentStatus>({
  unpaid: ["belum dibayar", "not paid", "no", "tidak"],
  pending: ["menunggu"],
  authorised: ["dibenarkan", "authorized"],
  part_paid: ["dibayar sebahagian", "part paid", "partially_paid", "partially paid"],
  paid: ["dibayar", "sudah dibayar", "yes", "ya", "lunas"],
  part_refunded: [
    ...["dipulangkan sebahagian", "part refunded", "partially_refunded", "partially refunded"],
  ],
  refunded: ["dipulangkan", "bayaran dipulangkan"],
  voided: ["dibatalkan", "expired", "void"],
  disputed: ["dipertikai"],
});
export const FULFILMENT_WORDS = wordsFor<FulfilmentStatus>({
  unfulfilled: ["belum dihantar", "to be sent", "not sent", "no", "tidak"],
  part_fulfilled: ["dihantar sebahagian", "part sent", "partial", "partially fulfilled"],
  fulfilled: ["dihantar", "sent", "shipped", "delivered", "yes", "ya"],
  cancelled: ["dibatalkan", "restocked"],
});

type States = Pick<KeptOrder, "status" | "paymentStatus" | "fulfilmentStatus">;

/** WooCommerce says all three in one word. */
export const WOO_WORDS: ReadonlyMap<string, States> = new Map(
  Object.entries({
    pending: ["pending", "unpaid", "unfulfilled"],
    "pending payment": ["pending", "unpaid", "unfulfilled"],
    processing: ["open", "paid", "unfulfilled"],
    "on-hold": ["open", "pending", "unfulfilled"],
    "on hold": ["open", "pending", "unfulfilled"],
    completed: ["completed", "paid", "fulfilled"],
    cancelled: ["cancelled", "unpaid", "cancelled"],
    refunded: ["completed", "refunded", "fulfilled"],
    failed: ["failed", "unpaid", "unfulfilled"],
    draft: ["draft", "unpaid", "unfulfilled"],
    "checkout-draft": ["draft", "unpaid", "unfulfilled"],
  } satisfies Record<string, [OrderStatus, PaymentStatus, FulfilmentStatus]>).map(
    ([word, [status, paymentStatus, fulfilmentStatus]]): [string, States] => [
      word,
      { status, paymentStatus, fulfilmentStatus },
    ],
  ),
);

/** How an order stands by what a file says of it: what is not said follows from the rest. */
export function statesOf(said: Values): States {
  const whole = WOO_WORDS.get(textOf(said["storeStatus"]) ?? "");
  const paidAt = said["paidAt"] instanceof Date;
  const sentAt = said["completedAt"] instanceof Date;
  const isCancelled = said["cancelledAt"] instanceof Date || said["status"] === "cancelled";
  const payment = (textOf(said["payment"]) ??
    whole?.paymentStatus ??
    (paidAt || said["status"] === "completed" ? "paid" : "unpaid")) as PaymentStatus;
  const fulfilment = (textOf(said["fulfilment"]) ??
    whole?.fulfilmentStatus ??
    (sentAt || said["status"] === "completed"
      ? "fulfilled"
      : isCancelled
        ? "cancelled"
        : "unfulfilled")) as FulfilmentStatus;
  const isSettled = ["paid", "part_refunded", "refunded"].includes(payment);
  const status = (textOf(said["status"]) ??
    (isCancelled || payment === "voided" ? "cancelled" : undefined) ??
    whole?.status ??
    (isSettled && fulfilment === "fulfilled" ? "completed" : "open")) as OrderStatus;
  return { status, paymentStatus: payment, fulfilmentStatus: fulfilment };
}
