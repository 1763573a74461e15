import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import {
  beginAttachment,
  finishAttachment,
  listAttachments,
  openAttachment,
  removeAttachment,
  restoreAttachment,
} from "./attachments.actions.ts";
import { attachments } from "./attachments.contract.ts";
import { fileDoor, partDoor } from "./door.ts";

export const attachmentRoutes: Action[] = serve(attachments, {
  list: listAttachments,
  begin: beginAttachment,
  finish: finishAttachment,
  open: openAttachment,
  remove: removeAttachment,
  restore: restoreAttachment,
});

export const attachmentDoors = [partDoor, fileDoor];
