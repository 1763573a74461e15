export { checkLog, signLogs } from "./audit/chain.ts";
export { beginPolicies, isPublished, publishPolicy, tellOfPolicies } from "./policies/policies.ts";
export { tryPromises } from "./promises/promises.ts";
