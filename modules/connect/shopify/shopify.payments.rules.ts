import type { StorePayment } from "#modules/sales/sales.public.ts";
import { field, missing, momentAt, moneyOf, type Spot, textAt } from "../reading/fields.rules.ts";
import { tieOf } from "../reading/reading.rules.ts";
import { dictionary } from "../reading/text.rules.ts";
import { recordId, transactionCurrency } from "./shopify.words.rules.ts";

const kindFor = dictionary<StorePayment["kind"]>({
  sale: "payment",
  capture: "payment",
  authorization: "authorisation",
  emv_authorization: "authorisation",
  refund: "refund",
  void: "void",
});
const statusFor = dictionary<StorePayment["status"]>({
  success: "succeeded",
  pending: "pending",
  awaiting_response: "pending",
  failure: "failed",
  error: "failed",
});
/** A pending transaction ends well or not; what succeeded has happened. */
const RANK = { pending: 10, failed: 20, succeeded: 30 };

/** A transaction as a payment, in its own currency; null for change at a till and for what was only suggested. */
export function paymentOf(
  transaction: Spot,
  of: { connectionId: string; orderExternalId: string },
  shopCurrency: string | null = null,
): StorePayment | null {
  const kind = kindFor(textAt(transaction, "kind", 50).toLowerCase());
  if (kind === undefined) return null;
  const currency = transactionCurrency(transaction, shopCurrency);
  const createdAt = field(transaction, "created_at");
  const paidAt = momentAt(field(transaction, "processed_at")) ?? momentAt(createdAt);
  if (paidAt === null) throw missing(createdAt);
  const status = statusFor(textAt(transaction, "status", 50).toLowerCase()) ?? "pending";
  const payment = {
    ...of,
    externalId: recordId(transaction),
    kind,
    status,
    method: textAt(transaction, "gateway", 100),
    currency,
    amountMinor: moneyOf(field(transaction, "amount"), currency),
    paidAt,
    reference: textAt(transaction, "authorization", 200) || textAt(transaction, "payment_id", 200),
  };
  return { ...payment, tie: tieOf(RANK[status], payment) };
}
