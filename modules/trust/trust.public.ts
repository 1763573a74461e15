// What trust lends to the apps above it. Nothing else of trust may be imported from outside.
export { raiseAlerts } from "./alerts/alerts.ts";
export { checkLog, inspectLog, signLogs } from "./audit/chain.ts";
export {
  beginPolicies,
  isPublished,
  publishPolicy,
  readNewestPolicy,
  tellOfPolicies,
} from "./policies/policies.ts";
export { standingsOf } from "./promises/overall.ts";
export { tryPromises } from "./promises/promises.ts";
