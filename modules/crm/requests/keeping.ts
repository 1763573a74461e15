import type { Ctx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { type Keeper, type Person, type Records, recordsOf } from "#platform/privacy/keeper.ts";
import { gatherAudit, gatherRequests, markErased, selectRequestsOf } from "./erasing.sql.ts";

/** All that slices keep of people, in the order in which it is erased. */
export type Keepers = readonly Keeper[];

/** With what is theirs besides, by the slices that keep it. */
export async function withRecords(db: Db, keepers: Keepers, person: Person): Promise<Person> {
  const records: Record<string, readonly string[]> = {};
  for (const { find } of keepers) Object.assign(records, await find?.(db, person));
  return { ...person, records };
}

/** What they asked: that they asked stays, as the proof that they were answered. */
export const requestKeeper: Keeper = {
  part: "crm.requests",
  tables: {
    privacy_requests: {
      fate: "masked",
      why: "proof",
      masks: [
        ...["name", "email", "phone_text", "phone", "account", "note", "identity_check", "answer"],
      ],
      stays: [
        ...["kind", "state", "channel", "told_key", "checked_by", "certificate", "erased_parts"],
      ],
    },
  },
  find: async (db, person) => ({ privacy_request: await requestsOf(db, person) }),
  gather: async ({ db }, person) => ({
    privacy_requests: (await gatherRequests(db, recordsOf(person, "privacy_request"))).map(
      ({ row }) => row,
    ),
  }),
  erase: async (ctx, person, at) => {
    const count = await markErased(ctx.db, recordsOf(person, "privacy_request"), at);
    ctx.tell("crm.requests");
    return { privacy_requests: count };
  },
};

const requestsOf = async (db: Db, person: Person): Promise<string[]> =>
  (await selectRequestsOf(db, person)).map(({ id }) => id);

/** What the log tells of them: who did what and when stays, its words go. Emptied last, and the log says which. */
export const auditPart = {
  part: "platform.audit",
  tables: {
    audit_entries: {
      fate: "masked",
      why: "chain",
      masks: ["subject_name", "change"],
      stays: [
        ...["actor_kind", "actor_name", "action", "subject_type", "request_id", "ip"],
        ...["salt", "said", "hash"],
      ],
    },
  },
} as const satisfies Pick<Keeper, "part" | "tables">;

/** The entries about them, and those that name them elsewhere. */
export const auditOf = (
  { db }: Pick<Ctx, "db">,
  person: Person,
): Promise<{ row: object; number: number }[]> =>
  gatherAudit(db, subjectsOf(person), [...person.emails, ...person.phones]);

const subjectsOf = ({ customers, records }: Person): { type: string; ids: readonly string[] }[] =>
  Object.entries({ customer: customers, ...records } satisfies Records).map(([type, ids]) => ({
    type,
    ids,
  }));
