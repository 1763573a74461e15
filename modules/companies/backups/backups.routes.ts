import { serve } from "#platform/actions/serve.ts";
import { listBackups, makeBackup } from "./backups.actions.ts";
import { backups } from "./backups.contract.ts";

export const backupRoutes = serve(backups, { list: listBackups, make: makeBackup });
