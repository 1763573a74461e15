import type { CustomerRow } from "./customers.client.ts";
import type { CustomerT } from "./customers.words.ts";

/** Somebody without a name is called by what is known of them. */
export const nameOf = (
  { name, email, phone }: Pick<CustomerRow, "name" | "email" | "phone">,
  t: CustomerT,
): string => name || email || phone || t("nameless");
