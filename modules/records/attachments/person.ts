import { type Keeper, recordsOf } from "#platform/privacy/keeper.ts";
import { TOPIC } from "./attachments.ts";
import { deleteAttachmentsAbout, gatherAttachments, gatherParts } from "./person.sql.ts";

const ON = ["customer", "order"];

/** Files on them and on their orders: what they are called is handed out, and they go with all their bytes. */
export const attachmentKeeper: Keeper = {
  part: "records.attachments",
  tables: {
    attachments: { fate: "deleted" },
    attachment_parts: { fate: "deleted" },
    attachment_links: { fate: "deleted" },
  },
  gather: async ({ db }, person) => {
    const attachments: object[] = [];
    const parts: object[] = [];
    for (const type of ON) {
      const ids = recordsOf(person, type);
      for (const { row } of await gatherAttachments(db, type, ids)) attachments.push(row);
      for (const { row } of await gatherParts(db, type, ids)) parts.push(row);
    }
    return { attachments, attachment_parts: parts };
  },
  erase: async (ctx, person) => {
    const gone = { attachments: 0, attachment_parts: 0, attachment_links: 0 };
    for (const type of ON) {
      const done = await deleteAttachmentsAbout(ctx.db, type, recordsOf(person, type));
      gone.attachments += done.attachments;
      gone.attachment_parts += done.parts;
      gone.attachment_links += done.links;
    }
    if (gone.attachments > 0) ctx.tell(TOPIC);
    return gone;
  },
};
