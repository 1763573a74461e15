import { type Keeper, type Person, recordsOf } from "#platform/privacy/keeper.ts";
import { deleteSendingsOf, selectRecipients, selectSendingsOf } from "./sendings.sql.ts";
import { TOPIC } from "./sendings.ts";

/** What they were written about their papers: of no use to the books, and gone with them. */
export const sendingKeeper: Keeper = {
  part: "finance.sendings",
  tables: { sendings: { fate: "deleted" } },
  marks: async function* (db) {
    yield (await selectRecipients(db)).map(({ email }) => ({ kind: "email" as const, key: email }));
  },
  gather: async ({ db }, person) => ({
    sendings: (await selectSendingsOf(db, papersOf(person), person.emails)).map(({ row }) => row),
  }),
  erase: async (ctx, person) => {
    const gone = await deleteSendingsOf(ctx.db, papersOf(person), person.emails);
    ctx.tell(TOPIC);
    return { sendings: gone };
  },
};

const papersOf = (person: Person): readonly string[] => [
  ...recordsOf(person, "invoice"),
  ...recordsOf(person, "quote"),
  ...person.customers,
];
