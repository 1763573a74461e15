import { hash, randomUUID } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import pg from "pg";
import { ClosedFormat, ClosedReport } from "#modules/finance/closings/closings.contract.ts";
import { fileOf } from "#modules/finance/reports/files.ts";
import { sheetOf } from "#modules/finance/reports/reports.ts";
import { comparedSpan, piecesOf } from "#modules/finance/statements/spans.rules.ts";
import { selectSums } from "#modules/finance/statements/statements.sql.ts";
import { type Db, transaction } from "#platform/db/db.ts";
import { startPostgres } from "#platform/postgres/postgres.ts";
import { progress, withFolder } from "./kaunter.ts";
import { quantile, type Row, row, timed } from "./row.ts";

const LANES = 8;
const COUNT = 6_000;
const WARM_UP = 800;
const LINES = 2_000_000;

/**
 * Journals of three lines by eight connections, against bare inserts of the same rows under the same constraints in the same
 * run; and statements over two million lines. The ledger's own tables on a durable PostgreSQL, without the API before them.
 */
export const run = (): Promise<Row[]> =>
  withFolder(async (dir) => {
    const postgres = await startPostgres({ dir: `${dir}/postgres`, isDurable: true });
    const pool = new pg.Pool({ connectionString: postgres.url, max: LANES });
    try {
      await layLedger(pool);
      await layBare(pool);
      const bare = await aSecond((i) => pool.query(bareInsert(i, false)));
      const lanes = await aSecond((i) => pool.query(post(i, true)));
      const bareNumbered = await aSecond((i) => pool.query(bareInsert(i, true)));
      const numbered = await aSecond((i) => pool.query(post(i, false)));
      const worstMs = await statements(pool);
      const closeMs = await yearClose(pool);
      const ratio = (result: number) =>
        ({ goal: 0.8, result, unit: "of bare", better: "higher" }) as const;
      return [
        row("books.journals", "Three-line journals of sales, 8 connections", ratio(lanes / bare)),
        row(
          "books.journals.numbered",
          "The same in one gapless row of numbers, bare inserts too",
          ratio(numbered / bareNumbered),
        ),
        row("books.statements", "Worst p95 of P&L, balance sheet, trial balance, 2,000,000 lines", {
          ...{ goal: 100, result: worstMs, unit: "ms", better: "lower" },
        }),
        row("books.close", "Closing a year: its 16 files written and hashed, 2,000,000 lines", {
          ...{ goal: 3000, result: closeMs, unit: "ms", better: "lower" },
        }),
      ];
    } finally {
      await pool.end();
      await postgres.stop();
    }
  });

async function aSecond(work: (i: number) => Promise<unknown>): Promise<number> {
  await timed(LANES, WARM_UP, work);
  const { allMs, each } = await timed(LANES, COUNT, (i) => work(WARM_UP + i));
  progress(`${Math.round((COUNT / allMs) * 1000)}/s, p99 ${quantile(each, 0.99).toFixed(1)} ms`);
  return (COUNT / allMs) * 1000;
}

const ACCOUNTS = Array.from({ length: 40 }, () => randomUUID());
const KINDS = ["bank", "current_asset", "current_liability", "equity", "revenue", "expense"];

async function layLedger(pool: pg.Pool): Promise<void> {
  await pool.query("create role kaunter_app");
  for (const file of globSync(
    "database/tenant/{020[0-3]_finance_*,0406_finance_journals_*,0450_finance_journals_*}.sql",
  ).toSorted((a, b) => (a < b ? -1 : 1)))
    await pool.query(readFileSync(file, "utf8"));
  await pool.query(
    "insert into books (currency, chart, starts_on, switched_on_at) values ('MYR', 'general', '2024-01-01', now())",
  );
  await pool.query(
    `insert into ledger_accounts (id, code, name, kind, created_at)
     select a.id, (1000 + a.place)::text, 'Account ' || a.place, ($2::text[])[1 + a.place % 6], now()
       from unnest($1::uuid[]) with ordinality as a (id, place)`,
    [ACCOUNTS, KINDS],
  );
  await pool.query(
    "insert into periods (starts_on) select generate_series('2024-01-01'::date, '2026-12-01', interval '1 month')",
  );
}

/** Tables with the same columns, keys and constraints, the trigger that holds an entry included. */
async function layBare(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ body: string }>(
    "select prosrc as body from pg_proc where proname = 'check_entry'",
  );
  const check = rows[0]?.body.replaceAll("journal_lines", "bare_lines") ?? "";
  await pool.query(`
    create table bare_entries (like journal_entries including all);
    alter table bare_entries add foreign key (period_on) references periods;
    create table bare_lines (like journal_lines including all);
    alter table bare_lines add foreign key (account_id) references ledger_accounts;
    alter table bare_lines add foreign key (entry_id, lines_count) references bare_entries (id, lines_count);
    alter table bare_lines add foreign key (dimension_set_id) references dimension_sets;
    create sequence bare_numbers;
    create table bare_counter (last bigint not null);
    insert into bare_counter values (0);
    create function check_bare() returns trigger language plpgsql as $$ ${check} $$;
    create constraint trigger entry_holds after insert on bare_entries
      deferrable initially deferred for each row execute function check_bare();`);
}

const linesOf = (i: number) => {
  const total = 1_060 + (i % 500);
  return [
    [ACCOUNTS[0], total],
    [ACCOUNTS[4], 60 - total],
    [ACCOUNTS[2], -60],
  ] as const;
};

const BARE = (number: string) => `
  with entry as (
    insert into bare_entries (id, series, year, ordinal, posted_on, about_on, memo, source_type, source_key, poster_kind,
                              lines_count, posted_at, lane, position, hash)
    select $1, 'S', 2026, n, '2026-11-20', '2026-11-20', $2, 'order', $3, 'system', 3, now(), 1, n, '\\x'
      from (${number}) as number (n) returning id)
  insert into bare_lines (entry_id, position, lines_count, account_id, amount_minor, currency, document_minor, posted_on)
  select $1, l.place, 3, l.account_id, l.minor, 'MYR', l.minor, '2026-11-20'
    from unnest($4::uuid[], $5::bigint[]) with ordinality as l (account_id, minor, place)`;

function bareInsert(i: number, isNumbered: boolean): pg.QueryConfig {
  const lines = linesOf(i);
  const values = [
    randomUUID(),
    `#${i}`,
    randomUUID(),
    lines.map(([id]) => id),
    lines.map(([, minor]) => minor),
  ];
  if (!isNumbered) return { name: "bare", text: BARE("select nextval('bare_numbers')"), values };
  const counted = BARE("select 1000000 + last from counted").replace(
    "with entry",
    "with counted as (update bare_counter set last = last + 1 returning last), entry",
  );
  return { name: "bare-numbered", text: counted, values };
}

const POST = `select ordinal from post_journal($1, $2, $3, '2026-11-20', '2026-11-20', $4, 'order', null, $5, null, false,
                                               'system', null, $6, $7, $8, $9, $10)`;

/** As `postEntry` of the journals asks for it. */
function post(i: number, hasLanes: boolean): pg.QueryConfig {
  const lines = linesOf(i);
  const values = [
    ...[randomUUID(), hasLanes ? "S" : "J", hasLanes, `#${i}`, randomUUID(), new Date()],
    ...[lines.map(([id]) => id), lines.map(([, minor]) => minor), lines.map(() => 0)],
    lines.map(() => "MYR"),
  ];
  return { name: "post", text: POST, values };
}

/** Two and a half years of entries of four lines over forty accounts and twelve dimensions. */
async function layLines(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  await client.query("set session_replication_role = replica");
  await client.query(
    "insert into dimension_sets (channel, own) select 'channel ' || n, '{}' from generate_series(1, 12) n",
  );
  await client.query(
    `insert into journal_entries (id, series, year, ordinal, posted_on, about_on, memo, source_type, source_key, poster_kind,
                                  lines_count, posted_at, lane, position, hash)
     select gen_random_uuid(), 'B', 2025, n, d, d, '', 'order', 'b' || n, 'system', 4, now(), 9, n, '\\x'
       from (select n, '2024-06-01'::date + (n % 900)::int as d from generate_series(1, $1::int / 4) n) s`,
    [LINES],
  );
  await client.query(
    `insert into journal_lines (entry_id, position, lines_count, account_id, amount_minor, currency, document_minor,
                                dimension_set_id, posted_on)
     select e.id, p, 4, ($1::uuid[])[1 + (e.ordinal * 7 + p * 3) % 40], m, 'MYR', m, e.ordinal % 13, e.posted_on
       from journal_entries e, lateral (values (1, 300), (2, 700), (3, -400), (4, -600)) l (p, m) where e.series = 'B'`,
    [ACCOUNTS],
  );
  await client.query("delete from ledger_balances");
  await client.query("insert into ledger_balances table counted_balances");
  await client.query("analyze");
  client.release(true);
}

async function statements(pool: pg.Pool): Promise<number> {
  await layLines(pool);
  const span = { from: "2026-01-10", to: "2026-11-17" };
  const before = comparedSpan(span, "year") ?? span;
  const asked: Record<string, (db: Db) => Promise<unknown>> = {
    "profit and loss": async (db) => [
      await selectSums(db, piecesOf(span.from, span.to), {}),
      await selectSums(db, piecesOf(before.from, before.to), {}),
    ],
    "balance sheet": (db) => selectSums(db, piecesOf(null, span.to), {}),
    "trial balance": async (db) => [
      await selectSums(db, piecesOf(null, before.to), {}),
      await selectSums(db, piecesOf(span.from, span.to), {}),
    ],
    "of one channel": (db) =>
      selectSums(db, piecesOf(span.from, span.to), { channel: "channel 3" }),
  };
  let worstMs = 0;
  for (const [name, work] of Object.entries(asked)) {
    await timed(1, 5, () => transaction(pool, "read only", work));
    const { each } = await timed(1, 40, () => transaction(pool, "read only", work));
    progress(
      `${name}: p50 ${quantile(each, 0.5).toFixed(1)} ms, p95 ${quantile(each, 0.95).toFixed(1)} ms`,
    );
    worstMs = Math.max(worstMs, quantile(each, 0.95));
  }
  return worstMs;
}

/** What closing does while nobody posts: every statement of the year in each format and language, hashed. */
async function yearClose(pool: pg.Pool): Promise<number> {
  const span = { from: "2025-01-01", to: "2025-12-31" };
  const files = ClosedReport.options.flatMap((report) =>
    ClosedFormat.options.flatMap((format) =>
      (["en", "ms"] as const).map((language) => ({ report, format, language })),
    ),
  );
  const close = async (db: Db) => {
    for (const { report, format, language } of files) {
      const sheet = await sheetOf({ db }, { report, ...span, compare: "none", language });
      const issuer = { name: "Kedai Kopi", on: span.to, language };
      hash("sha256", (await fileOf(sheet, format, issuer)).bytes, "hex");
    }
  };
  await transaction(pool, "read only", close);
  const { each } = await timed(1, 5, () => transaction(pool, "read only", close));
  progress(`year close: p50 ${quantile(each, 0.5).toFixed(0)} ms`);
  return quantile(each, 0.95);
}
