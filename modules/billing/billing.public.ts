// What billing lends to the apps.

export { keepBilling, tellOfBilling } from "./billing/keeping.ts";
export { measureLimits } from "./billing/limits.ts";
export { allPlans, loadPlans } from "./plans/plans.ts";
