/** What is kept of people is known to whoever hands it out or erases it: no table and no column is forgotten. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { auditPart } from "#modules/crm/requests/keeping.ts";
import { packHtml } from "#modules/crm/requests/pack.rules.ts";
import type { Keeping } from "#platform/privacy/keeper.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { KEEPERS } from "../modules/modules.ts";

/** Tables of a company that hold nothing of any person who is not a member of it, and why. */
const OF_NOBODY: Readonly<Record<string, string>> = {
  products: "what is sold",
  variants: "what is sold",
  product_variations: "what is sold",
  product_deletions: "numbers of products",
  order_deletions: "numbers of orders",
  refund_deletions: "numbers of refunds",
  subscription_deletions: "numbers of subscriptions",
  connections: "stores",
  connection_refusals: "counts",
  day_sums: "sums",
  day_products: "sums",
  day_touches: "moments",
  day_horizon: "a moment",
  sample_runs: "how far the sample is",
  audit_heads: "hashes",
  audit_checks: "places in the log",
  audit_downloads: "hashes of what opens a download",
  record_view_choices: "which view a member opens first",
  import_layouts: "how columns are meant",
  import_downloads: "hashes of what opens a download",
  bulk_runs: "what a deed on many records was, and how far it is",
  tags: "what the company calls its tags",
  tag_changes: "which tag was renamed, and by which member",
  record_fields: "what the company calls its own fields",
  books_checks: "what a night's look found",
  exchange_rates: "what currencies are worth",
  invoice_write_off_taxes: "sums",
  revaluations: "what currencies were worth",
  revaluation_items: "numbers of papers, and what they were worth",
  posting_runs: "how far sales are posted",
  posting_waits: "numbers of orders",
  posting_rules: "which account a category is booked to",
  posting_settings: "how sales are booked",
  posting_choices: "by what products of orders were posted",
  posting_reruns: "how far sales are posted anew",
  books: "since when books are kept",
  ledger_accounts: "what money is for",
  periods: "months, and how firmly each is closed",
  dimension_sets: "channels and stores",
  // Papers the law wants kept as they are. What the house posts names orders by their number; what bookkeepers write is theirs.
  journal_entries: "papers of the books",
  journal_lines: "papers of the books",
  ledger_balances: "sums",
  journal_numbers: "numbers",
  journal_drafts: "what a bookkeeper is just writing",
  erased_identities: "keyed hashes, without their key",
  erasures: "numbers of requests",
  duplicate_looks: "until when was looked",
  tax_codes: "what is levied",
  tax_rates: "what is levied",
  letterheads: "the company itself",
  invoice_taxes: "sums",
  bill_taxes: "sums",
  invoice_numbers: "numbers",
  quote_numbers: "numbers",
  recurring_periods: "days",
  reminder_policies: "when customers are reminded",
  reminders: "which step an invoice was reminded at",
  year_closings: "names of accounts, and hashes",
  bank_imports: "which files of a bank were read",
  bank_mappings: "how columns are meant",
  bank_lines: "papers of the books",
  bank_matches: "what a line of the bank is in the books",
  bank_match_entries: "what a line of the bank is in the books",
  bank_reconciliations: "that bank and books said the same",
};

const TABLES = new Map<string, Keeping>(
  [...KEEPERS, auditPart].flatMap(({ tables }) => Object.entries(tables)),
);

test("every table of a company is kept by a slice that hands it out and erases it, or holds nobody", async () => {
  await using house = await testHouse();
  const { access } = await testCompany(house);
  const { rows } = await access.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const names = rows.map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => !TABLES.has(name) && !(name in OF_NOBODY)),
    [],
    "say of a new table what it keeps of a person (a Keeper in modules.ts), or here why it keeps nothing",
  );
  assert.deepEqual(
    [...TABLES.keys(), ...Object.keys(OF_NOBODY)].filter((name) => !names.includes(name)),
    [],
    "these are no tables any more",
  );
  assert.deepEqual(
    [...TABLES.keys()].filter((name) => name in OF_NOBODY),
    [],
  );
});

test("of a table whose rows stay without the person, every column that holds text is emptied or said to stay", async () => {
  await using house = await testHouse();
  const { access } = await testCompany(house);
  const { rows } = await access.pool.query<{ table: string; column: string }>(
    `select c.table_name as table, c.column_name as column
       from information_schema.columns c
      where c.table_schema = 'public'
        and c.data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY', 'inet', 'citext')
      order by 1, 2`,
  );
  const unsaid = rows.flatMap(({ table, column }) => {
    const keeping = TABLES.get(table);
    if (keeping?.fate !== "masked") return [];
    return [...keeping.masks, ...keeping.stays].includes(column) ? [] : [`${table}.${column}`];
  });
  assert.deepEqual(unsaid, []);
});

test("every part and table of the pack has a name in both languages", () => {
  for (const { part, tables } of [...KEEPERS, auditPart]) {
    for (const language of ["en", "ms"] as const) {
      const html = packHtml(
        {
          format: "kaunter.person.1",
          company: "",
          request: "",
          kind: "access",
          writtenAt: "",
          knownBy: { emails: [], phones: [] },
          parts: [
            {
              part,
              tables: Object.fromEntries(Object.keys(tables).map((table) => [table, [{ id: 1 }]])),
            },
          ],
        },
        language,
      );
      assert.doesNotMatch(html, new RegExp(`>${part}<`), `${part} ${language}`);
      for (const table of Object.keys(tables).filter((name) => name.includes("_"))) {
        const label = table.replaceAll("_", " ");
        assert.doesNotMatch(html, new RegExp(`<h3>${label} `, "i"), `${table} ${language}`);
      }
    }
  }
});
