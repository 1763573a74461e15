import assert from "node:assert/strict";
import { test } from "node:test";
import type pg from "pg";
import { testCompany, testHouse } from "#platform/testing/house.ts";

const HOUSE_RULES = {
  "money is bigint and says so": `
    select table_name || '.' || column_name as at from information_schema.columns
     where table_schema = 'public' and column_name like '%\\_minor' and data_type <> 'bigint'`,
  "nothing exact is kept in a float": `
    select table_name || '.' || column_name as at from information_schema.columns
     where table_schema = 'public' and data_type in ('real', 'double precision', 'money')`,
  "every moment knows its zone": `
    select table_name || '.' || column_name as at from information_schema.columns
     where table_schema = 'public' and data_type = 'timestamp without time zone'`,
  "…_at is a moment, …_on is a day": `
    select table_name || '.' || column_name as at from information_schema.columns
     where table_schema = 'public'
       and ((column_name like '%\\_at' and data_type <> 'timestamp with time zone')
         or (column_name like '%\\_on' and data_type <> 'date'))`,
  "every table has a primary key": `
    select c.relname as at from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and not exists (select from pg_constraint p where p.conrelid = c.oid and p.contype = 'p')`,
  "every foreign key has an index to walk back on": `
    select c.conrelid::regclass || '.' || a.attname as at
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.connamespace = 'public'::regnamespace
       and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])`,
  "no table carries a tenant column": `
    select table_name || '.' || column_name as at from information_schema.columns
     where table_schema = 'public' and column_name in ('company_id', 'tenant_id')`,
};

/** The control database tells companies apart; that is what it is for. */
const OF_CONTROL_TOO = Object.entries(HOUSE_RULES).filter(([rule]) => !rule.includes("tenant"));

test("the schemas keep the house rules", async (t) => {
  await using house = await testHouse();
  const { access } = await testCompany(house);
  const databases: [string, pg.Pool, [string, string][]][] = [
    ["a company's", access.pool, Object.entries(HOUSE_RULES)],
    ["the control", house.control, OF_CONTROL_TOO],
  ];
  for (const [name, pool, rules] of databases)
    for (const [rule, offenders] of rules)
      await t.test(`in ${name} database, ${rule}`, async () => {
        const { rows } = await pool.query<{ at: string }>(offenders);
        assert.deepEqual(
          rows.map((row) => row.at),
          [],
        );
      });
});
