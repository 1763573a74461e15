// What CRM lends to the modules above it. Nothing else of CRM may be imported from outside.
export type { Address, Consent, CustomerId } from "./customers/customers.contract.ts";
export type { Joined, Merged, StoreCustomer } from "./customers/customers.rules.ts";
export {
  customerForPhone,
  deleteStoreCustomer,
  joinStoreCustomer,
  type RequiredCustomer,
  type RollUps,
  requireCustomer,
  setRollUps,
} from "./customers/customers.ts";
export { forgetStoreCustomers } from "./customers/forgetting.ts";
export { phoneOf } from "./customers/phones.rules.ts";
