import type { OrderT } from "./orders.words.ts";

/** What the buyer is called; of one who was erased it is said that they were. */
export const buyerOf = (
  of: { readonly customerName: string; readonly isErased: boolean },
  t: OrderT,
): string => of.customerName || t(of.isErased ? "erasedBuyer" : "nobody");
