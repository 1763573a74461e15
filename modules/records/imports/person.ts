import { type Keeper, type Person, recordsOf } from "#platform/privacy/keeper.ts";
import {
  deleteChanges,
  deleteFailures,
  dropFiles,
  gatherChanges,
  gatherFailures,
  gatherImports,
  markSamplesEmptied,
} from "./person.sql.ts";

/** Files that were read in may hold anybody: those that nobody works on go, and what was taken from them about the person. */
export const importKeeper: Keeper = {
  part: "records.imports",
  tables: {
    imports: {
      fate: "masked",
      why: "log",
      masks: ["found", "samples"],
      stays: [
        ...["type", "state", "file_name", "upload_hash", "matches", "undone", "problem"],
        "actor_name",
      ],
    },
    import_parts: { fate: "deleted" },
    import_failures: { fate: "deleted" },
    import_changes: { fate: "deleted" },
  },
  gather: async ({ db }, person) => ({
    imports: rowsOf(await gatherImports(db)),
    import_failures: rowsOf(await gatherFailures(db, wordsOf(person))),
    import_changes: rowsOf(await gatherChanges(db, idsOf(person))),
  }),
  erase: async (ctx, person) => {
    const words = wordsOf(person);
    return {
      import_changes: await deleteChanges(ctx.db, idsOf(person)),
      import_failures: await deleteFailures(ctx.db, words),
      imports: await markSamplesEmptied(ctx.db, words),
      import_parts: (await dropFiles(ctx.db, ctx.now)).length,
    };
  },
};

const idsOf = (person: Person): string[] => [...person.customers, ...recordsOf(person, "order")];
const wordsOf = ({ emails, phones }: Person): string[] => [...emails, ...phones];
const rowsOf = (rows: readonly { row: object }[]): object[] => rows.map(({ row }) => row);
