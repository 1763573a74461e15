export {
  lockBill as lockBillFor,
  lockBills as lockBillsFor,
  markSettled as markBillsSettled,
  markUsed as markCreditUsed,
  selectBill as billOf,
} from "./bills.sql.ts";

export const TOPIC = "finance.bills";
/** What moves with every posting of a paper. */
export const TOPICS = [TOPIC, "finance.suppliers", "finance.taxes"] as const;
