// What CRM lends to the modules above it. Nothing else of CRM may be imported from outside.
export type { Address, Consent, CustomerId } from "./customers/customers.contract.ts";
export type { StoreCustomer } from "./customers/customers.rules.ts";
