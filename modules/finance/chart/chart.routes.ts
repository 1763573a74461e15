import { serve } from "#platform/actions/serve.ts";
import {
  archiveAccount,
  changeAccount,
  createAccount,
  getAccount,
  listAccounts,
  restoreAccount,
} from "./chart.actions.ts";
import { chart } from "./chart.contract.ts";

export const chartRoutes = serve(chart, {
  list: listAccounts,
  get: getAccount,
  create: createAccount,
  change: changeAccount,
  archive: archiveAccount,
  restore: restoreAccount,
});
