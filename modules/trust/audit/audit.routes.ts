import { serve } from "#platform/actions/serve.ts";
import {
  checkAuditLog,
  downloadAuditLog,
  listAuditActions,
  listAuditEntries,
  showAuditState,
} from "./audit.actions.ts";
import { audit } from "./audit.contract.ts";
import { downloadDoor, verifierDoor } from "./door.ts";
import { acknowledgeGap } from "./gaps.actions.ts";

export const auditRoutes = serve(audit, {
  list: listAuditEntries,
  state: showAuditState,
  check: checkAuditLog,
  download: downloadAuditLog,
  actions: listAuditActions,
  acknowledge: acknowledgeGap,
});

export const auditDoors = [downloadDoor, verifierDoor];
