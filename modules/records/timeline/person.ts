import { type Keeper, recordsOf } from "#platform/privacy/keeper.ts";
import { forgetTimelines } from "./forgetting.ts";
import { gatherTold, markWordsForgotten } from "./person.sql.ts";
import { bindTimeline } from "./timeline.ts";

/** What may be free text in what is told of a sale. */
const FREE_WORDS = ["reason", "note", "name"];
/** What of theirs stays has a history that stays as well. */
const STAYING = ["order", "subscription"];

/** What happened to them goes; what happened to their orders stays, without words. */
export const timelineKeeper: Keeper = {
  part: "records.timeline",
  tables: { timeline_entries: { fate: "deleted" } },
  gather: async ({ db }, person) => {
    const rows: object[] = [];
    for (const type of ["customer", ...STAYING])
      for (const { row } of await gatherTold(db, type, recordsOf(person, type))) rows.push(row);
    return { timeline_entries: rows };
  },
  erase: async (ctx, person) => {
    await bindTimeline(ctx);
    let count = (await gatherTold(ctx.db, "customer", person.customers)).length;
    await forgetTimelines(ctx, "customer", person.customers);
    for (const type of STAYING)
      count += await markWordsForgotten(ctx.db, type, recordsOf(person, type), FREE_WORDS);
    ctx.tell("records.timeline");
    return { timeline_entries: count };
  },
};
