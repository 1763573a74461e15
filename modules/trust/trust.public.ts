export { checkLog, signLogs } from "./audit/chain.ts";
