import type { Db } from "#platform/db/db.ts";
import { likeText, sql } from "#platform/db/sql.ts";
import type { Person } from "#platform/privacy/keeper.ts";
import type { RequestId } from "./requests.contract.ts";

type Ids = readonly string[];

/** What they asked, by whatever they were named with. */
export const selectRequestsOf = (
  db: Db,
  { customers, emails, phones, accounts }: Person,
): Promise<{ id: RequestId }[]> =>
  db.rows(sql`
    select id from privacy_requests
     where customer_id = any(${customers}::uuid[]) or lower(email) = any(${emails}::text[])
        or phone = any(${phones}::text[]) or connection_id || ':' || account = any(${accounts}::text[])
     order by id`);

export const gatherRequests = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(r) - 'certificate' as row from privacy_requests r
     where id = any(${ids}::uuid[]) order by created_at`);

/** That somebody asked, what came of it and when stays; who it was does not. What was open is answered by this. */
export const markErased = (db: Db, ids: Ids, at: Date): Promise<number> =>
  db.run(sql`
    update privacy_requests
       set name = '', email = null, phone = null, phone_text = null, customer_id = null, account = null, note = '',
           identity_check = '', answer = '', erased_at = ${at}, closed_at = coalesce(closed_at, ${at}),
           state = case state when 'open' then 'done' else state end, updated_at = ${at}, version = version + 1
     where id = any(${ids}::uuid[])`);

export const markCertified = (db: Db, id: RequestId, answer: string, certificate: string) =>
  db.run(sql`
    update privacy_requests set certificate = ${certificate}, answer = ${answer} where id = ${id}`);

export const insertErased = (db: Db, hashes: readonly Buffer[], at: Date): Promise<number> =>
  db.run(sql`
    insert into erased_identities as known (hash, erased_at)
    select distinct hash, ${at}::timestamptz from unnest(${hashes}::bytea[]) as hash
    on conflict (hash) do update set erased_at = greatest(known.erased_at, excluded.erased_at)`);

export const insertErasure = (db: Db, id: string, at: Date, now: Date): Promise<number> =>
  db.run(sql`
    insert into erasures (request_id, erased_at, done_at) values (${id}, ${at}, ${now})
    on conflict (request_id) do nothing`);

export const selectDoneErasures = (db: Db): Promise<{ requestId: string }[]> =>
  db.rows(sql`select request_id from erasures`);

/** In the control database, out of reach of what happens to the company's. */
export const insertHandedErasure = (
  control: Db,
  companyId: string,
  requestId: string,
  at: Date,
  hashes: readonly Buffer[],
): Promise<number> =>
  control.run(sql`
    insert into erasures (company_id, request_id, erased_at, hashes)
    values (${companyId}, ${requestId}, ${at}, ${hashes}::bytea[])
    on conflict (company_id, request_id) do nothing`);

export type HandedErasure = {
  readonly requestId: RequestId;
  readonly erasedAt: Date;
  readonly hashes: readonly Buffer[];
};

export const selectHandedErasures = (control: Db, companyId: string): Promise<HandedErasure[]> =>
  control.rows(sql`
    select request_id, erased_at, hashes from erasures where company_id = ${companyId} order by erased_at, request_id`);

export const selectCompaniesWithErasures = (control: Db): Promise<{ id: string }[]> =>
  control.rows(sql`
    select distinct e.company_id as id from erasures e
      join companies c on c.id = e.company_id and c.is_open order by 1`);

/** What the audit log tells of these, and what else in it names them. */
export const gatherAudit = (
  db: Db,
  subjects: readonly { readonly type: string; readonly ids: Ids }[],
  words: Ids,
): Promise<{ row: object; number: number }[]> =>
  db.rows(sql`
    select jsonb_build_object('id', e.id, 'at', e.at, 'actor_kind', e.actor_kind, 'actor_name', e.actor_name,
                              'action', e.action, 'subject_type', e.subject_type, 'subject_id', e.subject_id,
                              'subject_name', e.subject_name, 'change', e.change) as row,
           e.id as number
      from audit_entries e
     where e.salt is not null
       and (e.id in (
              select e2.id from unnest(${subjects.flatMap(({ type, ids }) => ids.map(() => type))}::text[],
                                       ${subjects.flatMap(({ ids }) => ids)}::uuid[]) as s(type, id)
                join audit_entries e2 on e2.subject_type = s.type and e2.subject_id = s.id)
            or (e.subject_type <> all(${STAFF}::text[])
                and lower(e.subject_name || ' ' || e.change::text) like any(${words.map((word) => `%${likeText(word)}%`)}::text[])))
     order by e.id`);

/** Entries about who works here: somebody may be a member and a customer, and asks of the customer. */
const STAFF = ["account", "member", "invitation", "company", "role", "session"];
