import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { Found } from "#promises/probes/probe.ts";
import type { LastProof } from "./promises.rules.ts";

const columns = sql`probe, state, since_at, last_at, runs_count, evidence`;

/** What holds now for one company: its own proofs and those of the whole house. Null: the house's alone. */
export const selectCurrentProofs = (db: Db, companyId: string | null): Promise<LastProof[]> =>
  db.rows(sql`
    select ${columns} from promise_proofs
     where is_current and (company_id is null or company_id = ${companyId}::uuid)`);

/** Of every company and of the house, for the operator. */
export const selectAllProofs = (
  db: Db,
  limit: number,
): Promise<(LastProof & { companyId: string | null })[]> =>
  db.rows(sql`
    select ${columns}, company_id from promise_proofs p
     where is_current
       and (company_id is null or exists (select from companies c where c.id = p.company_id and c.is_open))
     order by id limit ${limit}`);

export const selectProofHistory = (
  db: Db,
  companyId: string,
  probes: readonly string[],
  limit: number,
): Promise<LastProof[]> =>
  db.rows(sql`
    select ${columns} from promise_proofs
     where (company_id is null or company_id = ${companyId}) and probe = any(${probes})
     order by since_at desc, id desc limit ${limit}`);

type Kept = { probe: string; companyId: string | null; found: Found; now: Date };

/** The same again: the row goes on. False when there is none or it said otherwise. */
export const markProofSeenAgain = (
  db: Db,
  { probe, companyId, found, now }: Kept,
): Promise<number> =>
  db.run(sql`
    update promise_proofs
       set last_at = greatest(last_at, ${now}), runs_count = runs_count + 1, evidence = ${json(evidenceOf(found))}
     where probe = ${probe} and company_id is not distinct from ${companyId}::uuid and is_current
       and state = ${stateFor(found)}`);

export const markProofOver = (
  db: Db,
  probe: string,
  companyId: string | null,
): Promise<{ state: "kept" | "degraded" } | null> =>
  db.maybe(sql`
    update promise_proofs set is_current = false
     where probe = ${probe} and company_id is not distinct from ${companyId}::uuid and is_current
    returning state`);

export const insertProof = (db: Db, { probe, companyId, found, now }: Kept): Promise<number> =>
  db.run(sql`
    insert into promise_proofs (probe, company_id, state, since_at, last_at, evidence)
    values (${probe}, ${companyId}, ${stateFor(found)}, ${now}, ${now}, ${json(evidenceOf(found))})`);

const stateFor = ({ isKept }: Found): "kept" | "degraded" => (isKept ? "kept" : "degraded");
const evidenceOf = ({ said, facts }: Found) => ({ said, facts });

export type Trial = { readonly triedAt: Date | null; readonly askedAt: Date | null };

export const selectTrial = (db: Db, companyId: string): Promise<Trial | null> =>
  db.maybe(sql`select tried_at, asked_at from promise_trials where company_id = ${companyId}`);

/** Whom to try next: who asked first, then who waits longest. */
export const selectDueCompanies = (
  db: Db,
  triedBefore: Date,
  limit: number,
): Promise<{ id: string; isAsked: boolean }[]> =>
  db.rows(sql`
    select c.id, t.asked_at is not null as is_asked
      from companies c left join promise_trials t on t.company_id = c.id
     where c.is_open and (t.asked_at is not null or t.tried_at is null or t.tried_at <= ${triedBefore})
     order by t.asked_at nulls last, t.tried_at nulls first limit ${limit}`);

export const markAsked = (db: Db, companyId: string, now: Date): Promise<number> =>
  db.run(sql`
    insert into promise_trials (company_id, asked_at) values (${companyId}, ${now})
        on conflict (company_id) do update set asked_at = excluded.asked_at`);

export const markTried = (db: Db, companyId: string, now: Date): Promise<number> =>
  db.run(sql`
    insert into promise_trials (company_id, tried_at) values (${companyId}, ${now})
        on conflict (company_id) do update set tried_at = excluded.tried_at, asked_at = null`);

export const selectActiveCompanyIds = (db: Db): Promise<{ id: string }[]> =>
  db.rows(sql`select id from companies where is_open order by id`);
