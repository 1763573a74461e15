import { serve } from "#platform/actions/serve.ts";
import { listBackups, makeBackup, returnCompany, takeBackReturn } from "./backups.actions.ts";
import { backups } from "./backups.contract.ts";

export const backupRoutes = serve(backups, {
  list: listBackups,
  make: makeBackup,
  return: returnCompany,
  takeBack: takeBackReturn,
});
