import type { Keeper } from "#platform/privacy/keeper.ts";
import { TOPIC } from "./exports.ts";
import { dropFiles, gatherFiles } from "./person.sql.ts";

/** Files that were taken out of lists may hold anybody: those that can still be fetched go, whoever is in them. */
export const exportKeeper: Keeper = {
  part: "records.exports",
  tables: {
    exports: {
      fate: "masked",
      why: "log",
      masks: [],
      stays: ["record_type", "format", "language", "asked", "state", "actor_name"],
    },
    export_parts: { fate: "deleted" },
    export_links: { fate: "deleted" },
  },
  gather: async ({ db }) => ({ exports: (await gatherFiles(db)).map(({ row }) => row) }),
  erase: async (ctx) => {
    const gone = await dropFiles(ctx.db, ctx.now);
    ctx.tell(TOPIC);
    return { exports: gone.exports, export_parts: gone.parts, export_links: gone.links };
  },
};
