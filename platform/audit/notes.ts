import { newId } from "#kernel/ids.ts";
import type { Subject } from "#platform/actions/context.ts";
import { type Db, eachAlone, transaction } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { House } from "#platform/house/house.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { auditTrail, type Doer } from "./audit.ts";
import type { Link } from "./tips.rules.ts";

/** Something that happened beside a company's database, and belongs into its log: a sign-in, a change of keys. */
export type Note = {
  readonly doer: Doer;
  readonly action: string;
  readonly subject: Subject;
  readonly change: object;
};

const PURPOSE = "audit-note";
const placeOf = (id: string): string => `audit_notes.sealed:${id}`;
/** What is older was left behind by a process that died between the deed and the log. */
const LEFT_MS = 60_000;
const CARRIED_MAX = 500;

/** Writes an entry by itself into a company's log. */
export async function auditAlone(house: House, access: CompanyAccess, note: Note): Promise<void> {
  let tips: readonly Link[] = [];
  await transaction(access.pool, "read write", async (db) => {
    const trail = auditTrail(db, note.doer, note.action);
    await trail.record(note.subject, note.change);
    await trail.bind();
    tips = trail.tips();
  });
  house.tips.note(access.company.id, tips);
}

/** In the control transaction of the deed, so that neither exists without the other; carried over after the commit. */
export async function insertNote(
  house: House,
  db: Db,
  companyId: string,
  note: Note,
): Promise<string> {
  const id = newId<"audit_entry">();
  const sealed = house.keys.sealForHouse(PURPOSE, placeOf(id), JSON.stringify(note));
  await db.run(sql`
    insert into audit_notes (id, company_id, sealed, created_at) values (${id}, ${companyId}, ${sealed}, now())`);
  return id;
}

type NoteRow = { readonly id: string; readonly companyId: string; readonly sealed: string };

/** Never fails its caller, whose deed is done: what cannot be carried now is carried later. */
export async function carryNotes(house: House, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await eachAlone(house.control).rows<NoteRow>(sql`
    select id, company_id, sealed from audit_notes where id = any(${ids}::uuid[]) order by id`);
  for (const row of rows)
    await carry(house, row).catch((error: unknown) =>
      house.log.error({ err: error, companyId: row.companyId }, "a note was not carried over"),
    );
}

export async function carryLeftNotes(house: House): Promise<void> {
  const rows = await eachAlone(house.control).rows<{ id: string }>(sql`
    select id from audit_notes
     where created_at < now() - ${LEFT_MS} * interval '1 millisecond' order by created_at limit ${CARRIED_MAX}`);
  await carryNotes(
    house,
    rows.map(({ id }) => id),
  );
}

/** A crash between the two writes it twice, and loses none. */
async function carry(house: House, { id, companyId, sealed }: NoteRow): Promise<void> {
  const access = await house.companies.access(companyId);
  if (access === null) return;
  const note = JSON.parse(house.keys.openForHouse(PURPOSE, placeOf(id), sealed).toString());
  const doer = { ...note.doer, now: new Date(note.doer.now) };
  await auditAlone(house, access, { ...note, doer });
  await eachAlone(house.control).run(sql`delete from audit_notes where id = ${id}`);
}
