import type { Language } from "#kernel/said.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { PaperLinkId, PaperRef, PaperType } from "./links.contract.ts";

export type PaperLinkRow = {
  readonly id: PaperLinkId;
  readonly paperType: PaperType;
  readonly paperId: string;
  readonly language: Language;
  readonly madeAt: Date;
  readonly revokedAt: Date | null;
  readonly firstOpenedAt: Date | null;
  readonly lastOpenedAt: Date | null;
  readonly openedCount: number;
};

const columns = sql`
  id, paper_type, paper_id, language, made_at, revoked_at, first_opened_at, last_opened_at, opened_count`;

export const selectOpenLink = (db: Db, { type, id }: PaperRef): Promise<PaperLinkRow | null> =>
  db.maybe(sql`
    select ${columns} from paper_links where paper_type = ${type} and paper_id = ${id} and revoked_at is null`);

export const selectLinkBy = (db: Db, hash: Buffer): Promise<PaperLinkRow | null> =>
  db.maybe(sql`select ${columns} from paper_links where hash = ${hash} and revoked_at is null`);

export const lockLink = (db: Db, id: PaperLinkId): Promise<PaperLinkRow> =>
  db.one(sql`select ${columns} from paper_links where id = ${id} for update`, "finance.link");

/** None where another was faster. */
export const insertLink = (
  db: Db,
  link: { id: string; paper: PaperRef; hash: Buffer; language: Language },
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into paper_links (id, paper_type, paper_id, hash, language, made_at)
    values (${link.id}, ${link.paper.type}, ${link.paper.id}, ${link.hash}, ${link.language}, ${now})
        on conflict (paper_type, paper_id) where revoked_at is null do nothing`);

export const markRevoked = (db: Db, id: PaperLinkId, now: Date): Promise<number> =>
  db.run(sql`update paper_links set revoked_at = ${now} where id = ${id} and revoked_at is null`);

/** Again within `since` is the same look: somebody reloads, or goes to the paper's other language. */
export const markOpened = (db: Db, id: PaperLinkId, now: Date, since: Date): Promise<number> =>
  db.run(sql`
    update paper_links
       set first_opened_at = coalesce(first_opened_at, ${now}), last_opened_at = ${now}, opened_count = opened_count + 1
     where id = ${id} and (last_opened_at is null or last_opened_at < ${since})`);

export const selectLinksOf = (db: Db, papers: readonly string[]): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(l) - 'hash' as row from paper_links l where paper_id = any(${papers}::uuid[]) order by made_at, id`);

export const deleteLinksOf = (db: Db, papers: readonly string[]): Promise<number> =>
  db.run(sql`delete from paper_links where paper_id = any(${papers}::uuid[])`);
