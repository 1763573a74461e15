// What CRM lends to the modules above it. Nothing else of CRM may be imported from outside.
export type { Consent, CustomerId } from "./customers/customers.contract.ts";
export type { Joined, Merged, Recast, StoreCustomer } from "./customers/customers.rules.ts";
export {
  bindRollUps,
  customerForPhone,
  deleteStoreCustomer,
  gatherRollUps,
  joinStoreCustomer,
  mergeStoreAccounts,
  type RollUps,
  requireCustomer,
  setRollUps,
} from "./customers/customers.ts";
export { corrected, ofCustomers } from "./customers/drill.actions.ts";
export { erasedAtOf } from "./customers/erased.ts";
export { forgetStoreCustomers } from "./customers/forgetting.ts";
export { takeBuyers } from "./customers/imports.ts";
export type { MergeFollower, Released } from "./customers/merging.ts";
export {
  ORDER_STATES,
  STATES_MOST,
  weightOf,
  withOrderIn,
} from "./customers/order-states.rules.ts";
export { openStoreRequest, type StoreRequest } from "./requests/opening.ts";
export { replayAllErasures, replayErasures } from "./requests/replaying.ts";
