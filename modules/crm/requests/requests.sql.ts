import type { Day } from "#kernel/day.ts";
import { readCursor } from "#platform/db/cursor.ts";
import type { Db } from "#platform/db/db.ts";
import { type Sql, sql, when } from "#platform/db/sql.ts";
import type {
  PrivacyRequest,
  RequestChannel,
  RequestFilter,
  RequestId,
  RequestKind,
} from "./requests.contract.ts";

const WHAT = "crm.request";

/** A request as it is shown, but for why its verbs are closed. */
export type RequestDetail = Omit<PrivacyRequest, "blocked"> & {
  readonly account: string | null;
  readonly connectionId: string | null;
  /** In E.164, as it was said. */
  readonly phoneKey: string | null;
};

const columns = (today: Day): Sql => sql`
  r.id, r.kind, r.state, r.channel, coalesce(nullif(c.name, ''), r.name) as person,
  coalesce(r.email, c.email) as email, coalesce(r.phone, r.phone_text, c.phone) as phone,
  coalesce(c.id, r.customer_id) as customer_id, k.name as connection, r.connection_id, r.account,
  r.phone as phone_key, r.received_on, r.due_on,
  r.state = 'open' and r.due_on < ${today}::date as is_overdue, r.closed_at, r.erased_at, r.note,
  r.identity_check, r.checked_by, r.checked_at, r.packed_at, r.corrected_at, r.answer,
  r.erasing_at, r.erased_count, r.certificate is not null as has_certificate, r.version`;

/** The customer also where they have become part of another. */
const from = sql`
  privacy_requests r
  left join customer_merges m on m.old_id = r.customer_id
  left join customers c on c.id = coalesce(m.customer_id, r.customer_id)
  left join connections k on k.id = r.connection_id`;

/** What is open by when it is due, then what is closed, the newest first. */
const rank = sql`
  case when r.state = 'open' then extract(epoch from r.due_on)
       else 1e11 - extract(epoch from r.closed_at) end`;

const whereOf = (f: RequestFilter, today: Day): Sql => sql`
  true
  ${when(f.view === "open", sql`and r.state = 'open'`)}
  ${when(f.view === "overdue", sql`and r.state = 'open' and r.due_on < ${today}::date`)}
  ${when(f.view === "closed", sql`and r.state <> 'open'`)}
  ${when(f.kind, sql`and r.kind = ${f.kind}`)}
  ${when(f.channel, sql`and r.channel = ${f.channel}`)}`;

export const selectRequests = (
  db: Db,
  { after, limit, ...filter }: RequestFilter & { after?: string | undefined; limit: number },
  today: Day,
): Promise<(RequestDetail & { rank: number })[]> => {
  const [at, id] = after === undefined ? [] : readCursor(after, 2);
  return db.rows(sql`
    select ${columns(today)}, ${rank} as rank from ${from}
     where ${whereOf(filter, today)} ${when(after, sql`and (${rank}, r.id) > (${at}::numeric, ${id}::uuid)`)}
     order by rank, r.id limit ${limit + 1}`);
};

export const countRequests = (
  db: Db,
  filter: RequestFilter,
  today: Day,
): Promise<{ count: number; allCount: number }> =>
  db.one(
    sql`
    select (select count(*)::int from privacy_requests r where ${whereOf(filter, today)}) as count,
           (select count(*)::int from privacy_requests) as all_count`,
    WHAT,
  );

export const countOpen = (db: Db, today: Day): Promise<{ count: number; overdueCount: number }> =>
  db.one(
    sql`
    select count(*)::int as count, (count(*) filter (where due_on < ${today}::date))::int as overdue_count
      from privacy_requests where state = 'open'`,
    WHAT,
  );

export const selectRequest = (db: Db, id: RequestId, today: Day): Promise<RequestDetail> =>
  db.one(sql`select ${columns(today)} from ${from} where r.id = ${id}`, WHAT);

export const lockRequest = async (db: Db, id: RequestId, today: Day): Promise<RequestDetail> => {
  await db.one(sql`select id from privacy_requests where id = ${id} for update`, WHAT);
  return selectRequest(db, id, today);
};

export type NewRequest = {
  readonly id: RequestId;
  readonly kind: RequestKind;
  readonly channel: RequestChannel;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly phoneText: string | null;
  readonly customerId: string | null;
  readonly store: {
    readonly connectionId: string;
    readonly account: string | null;
    readonly key: string;
  } | null;
  readonly receivedOn: Day;
  readonly dueOn: Day;
  readonly note: string;
};

/** False when a store told of this one before. */
export const insertRequest = async (db: Db, r: NewRequest, now: Date): Promise<boolean> =>
  (await db.run(sql`
    insert into privacy_requests (id, kind, channel, name, email, phone_text, phone, customer_id, connection_id,
                                  account, told_key, received_on, due_on, note, created_at, updated_at)
    values (${r.id}, ${r.kind}, ${r.channel}, ${r.name}, ${r.email}, ${r.phoneText}, ${r.phone}, ${r.customerId},
            ${r.store?.connectionId ?? null}, ${r.store?.account ?? null}, ${r.store?.key ?? null},
            ${r.receivedOn}, ${r.dueOn}, ${r.note}, ${now}, ${now})
    on conflict (told_key) do nothing`)) > 0;

export const selectByKey = (db: Db, key: string): Promise<{ id: RequestId }> =>
  db.one(sql`select id from privacy_requests where told_key = ${key}`, WHAT);

const changed = (now: Date): Sql => sql`updated_at = ${now}, version = version + 1`;

export const markMatched = (db: Db, id: RequestId, customerId: string | null, now: Date) =>
  db.run(sql`
    update privacy_requests set customer_id = ${customerId}, checked_at = null, checked_by = null, identity_check = '',
           ${changed(now)} where id = ${id}`);

export const markIdentified = (
  db: Db,
  id: RequestId,
  check: { readonly how: string; readonly by: string },
  now: Date,
) =>
  db.run(sql`
    update privacy_requests set identity_check = ${check.how}, checked_by = ${check.by}, checked_at = ${now},
           ${changed(now)} where id = ${id}`);

export const markPacked = (db: Db, id: RequestId, now: Date) =>
  db.run(sql`update privacy_requests set packed_at = ${now}, ${changed(now)} where id = ${id}`);

export const markCorrected = (db: Db, id: RequestId, now: Date) =>
  db.run(sql`update privacy_requests set corrected_at = ${now}, ${changed(now)} where id = ${id}`);

export const markClosed = (
  db: Db,
  id: RequestId,
  closed: { readonly state: "done" | "refused"; readonly answer: string },
  now: Date,
) =>
  db.run(sql`
    update privacy_requests set state = ${closed.state}, answer = ${closed.answer}, closed_at = ${now}, ${changed(now)}
     where id = ${id}`);

export const markReminded = (db: Db, id: RequestId, on: Day): Promise<number> =>
  db.run(sql`
    update privacy_requests set reminded_on = ${on}
     where id = ${id} and state = 'open' and reminded_on is distinct from ${on}::date`);

/** When people where the company is come to work. */
export const selectMorning = (db: Db, on: Day, zone: string): Promise<{ at: Date }> =>
  db.one(sql`select (${on}::date + time '09:00') at time zone ${zone} as at`, WHAT);

export const selectCertificate = (db: Db, id: RequestId): Promise<{ certificate: string | null }> =>
  db.one(sql`select certificate from privacy_requests where id = ${id}`, WHAT);
