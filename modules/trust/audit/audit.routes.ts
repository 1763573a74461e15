import { serve } from "#platform/actions/serve.ts";
import { listAuditActions, listAuditEntries } from "./audit.actions.ts";
import { audit } from "./audit.contract.ts";

export const auditRoutes = serve(audit, { list: listAuditEntries, actions: listAuditActions });
