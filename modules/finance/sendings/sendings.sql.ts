import type { Day } from "#kernel/day.ts";
import type { Language } from "#kernel/said.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { PaperType } from "../links/links.contract.ts";
import type { SendingId, SendingKind, SendingState } from "./sendings.contract.ts";

export type SendingRow = {
  readonly id: SendingId;
  readonly paperType: PaperType | "customer";
  readonly paperId: string;
  readonly kind: SendingKind;
  readonly fromOn: Day | null;
  readonly toOn: Day | null;
  /** Of a statement. */
  readonly currency: string | null;
  readonly recipient: string;
  readonly title: string;
  readonly body: string;
  readonly language: Language;
  readonly state: SendingState;
  readonly failure: string | null;
  readonly senderName: string;
  readonly createdAt: Date;
  readonly leftAt: Date | null;
};

const columns = sql`
  id, paper_type, paper_id, kind, from_on, to_on, currency, recipient, title, body, language, state, failure, sender_name, created_at, left_at`;

export const selectSendings = (
  db: Db,
  { type, id }: { readonly type: SendingRow["paperType"]; readonly id: string },
  limit: number,
): Promise<SendingRow[]> =>
  db.rows(sql`
    select ${columns} from sendings where paper_type = ${type} and paper_id = ${id}
     order by created_at desc, id desc limit ${limit}`);

export const lockSending = (db: Db, id: SendingId): Promise<SendingRow | null> =>
  db.maybe(sql`select ${columns} from sendings where id = ${id} for update`);

/** How they were written to last. */
export const selectLastLanguage = async (db: Db, email: string): Promise<Language | null> =>
  (
    await db.maybe<{ language: Language }>(sql`
      select language from sendings where lower(recipient) = lower(${email}) order by created_at desc limit 1`)
  )?.language ?? null;

/** Those that were handed over since. */
export const countSince = async (db: Db, since: Date): Promise<number> =>
  (
    await db.one<{ count: number }>(
      sql`select count(*)::int as count from sendings where created_at > ${since} and state in ('leaving', 'left')`,
      "finance.sending",
    )
  ).count;

export const insertSending = (
  db: Db,
  s: Omit<SendingRow, "state" | "failure" | "leftAt">,
  senderId: string | null,
): Promise<number> =>
  db.run(sql`
    insert into sendings (id, paper_type, paper_id, kind, from_on, to_on, currency, recipient, title, body, language, state, sender_id, sender_name, created_at)
    values (${s.id}, ${s.paperType}, ${s.paperId}, ${s.kind}, ${s.fromOn}, ${s.toOn}, ${s.currency}, ${s.recipient}, ${s.title}, ${s.body}, ${s.language}, 'waiting',
            ${senderId}, ${s.senderName}, ${s.createdAt})`);

export const markState = (
  db: Db,
  id: SendingId,
  { state, failure = null, leftAt = null }: Pick<SendingRow, "state"> & Partial<SendingRow>,
): Promise<number> =>
  db.run(sql`
    update sendings set state = ${state}, failure = ${failure}, left_at = ${leftAt}
     where id = ${id} and state in ('waiting', 'leaving')`);

const theirs = (papers: readonly string[], emails: readonly string[]) =>
  sql`(paper_id = any(${papers}::uuid[]) or lower(recipient) = any(${emails}::text[]))`;

export const selectSendingsOf = (
  db: Db,
  papers: readonly string[],
  emails: readonly string[],
): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(s) - '{sender_id,sender_name}'::text[] as row from sendings s where ${theirs(papers, emails)}
     order by created_at, id`);

export const deleteSendingsOf = (
  db: Db,
  papers: readonly string[],
  emails: readonly string[],
): Promise<number> => db.run(sql`delete from sendings where ${theirs(papers, emails)}`);

export const selectRecipients = (db: Db): Promise<{ email: string }[]> =>
  db.rows(sql`select distinct lower(recipient) as email from sendings`);
