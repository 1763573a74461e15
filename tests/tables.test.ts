/** A table is written by one slice only: the one whose migration created it. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";

/** Where one statement must do what two slices own, and why. */
const SHARED: Record<string, readonly string[]> = {
  // The first sign of life is noted with the delivery that gave it: no store waits for a second statement.
  "modules/connect/deliveries/deliveries.sql.ts": ["connections"],
};

test("a slice writes only its own tables", () => {
  const owners = new Map(globSync("database/{control,tenant}/*.sql").flatMap(tablesOf));
  const trespassing = globSync("modules/**/*.ts")
    .filter((file) => !/\.test\.|\.testing\.|\/web\/|\/test-|\/fixtures\//.test(file))
    .flatMap((file) => {
      const [, module, slice] = file.split("/");
      const own = `${module}_${slice?.replaceAll("-", "_")}`;
      return writtenBy(file)
        .filter((table) => !`${owners.get(table)}_`.startsWith(`${own}_`))
        .filter((table) => !SHARED[file]?.includes(table))
        .map((table) => `${file} writes ${table}, which belongs to ${owners.get(table)}`);
    });
  assert.deepEqual(trespassing, []);
});

test("statements are written in the SQL room", () => {
  const elsewhere = globSync("modules/**/*.ts")
    .filter((file) => !/\.sql\.ts$|\.test\.|\.testing\.|\/web\/|\/test-|\/fixtures\//.test(file))
    .filter((file) => writtenBy(file).length > 0);
  assert.deepEqual(elsewhere, []);
});

/** `0004_finance_invoices.sql` creates what `finance/invoices` owns; so does `0012_finance_invoices_add_terms.sql`. */
function tablesOf(file: string): [table: string, owner: string][] {
  const owner = file.replace(/^.*\/\d+_(\w+)\.sql$/, "$1");
  return [...readFileSync(file, "utf8").matchAll(/create table (\w+)/g)].map(([, table = ""]) => [
    table,
    owner,
  ]);
}

function writtenBy(file: string): string[] {
  const found = readFileSync(file, "utf8").matchAll(
    /(?:insert into|delete from|merge into|(?<!for |key )\bupdate) (?!of\b|set\b)(\w+)(?=[\s(])/g,
  );
  return [...found].map(([, table = ""]) => table);
}
