import { createHash } from "node:crypto";
import type pg from "pg";
import { type IdKind, showId } from "#kernel/ids.ts";

/**
 * What a company's database says, with every id replaced by what it names: two databases that say the same give the same
 * text, whatever ids they chose. Left out are the logs (what arrived, what was done) and how often a row was changed.
 */
export async function canonicalStateOf(pool: pg.Pool): Promise<Record<string, string[]>> {
  const names = await namesOf(pool);
  const state: Record<string, string[]> = {};
  for (const [table, leftOut] of Object.entries(TABLES)) {
    const { rows } = await pool.query<{ row: string }>(
      `select (to_jsonb(t) - $1::text[])::text as row from ${table} t`,
      [["version", ...leftOut]],
    );
    state[table] = rows.map(({ row }) => renamed(row, names)).toSorted(byText);
  }
  return state;
}

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

export const hashOf = (state: Record<string, string[]>): string =>
  createHash("sha256").update(JSON.stringify(state)).digest("hex");

/** Every table of records, with the columns that tell of the way there and not of where it led. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  customers: ["updated_at"],
  customer_identities: [],
  products: ["updated_at"],
  variants: [],
  product_variations: [],
  product_deletions: [],
  orders: ["updated_at"],
  order_lines: [],
  order_charges: [],
  order_deletions: [],
  refunds: [],
  payments: [],
  subscriptions: ["updated_at"],
  subscription_deletions: [],
  timeline_entries: [],
  day_horizon: [],
  day_sums: ["id"],
  day_products: ["id"],
  day_touches: ["id"],
};

/** From each id to the natural key of what it names. */
async function namesOf(pool: pg.Pool): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const [kind, query] of NATURAL) {
    const { rows } = await pool.query<{ id: string; name: string }>(query);
    for (const { id, name } of rows) {
      names.set(id, `<${kind} ${name}>`);
      names.set(showId(kind, id), `<${kind} ${name}>`);
    }
  }
  return names;
}

const NATURAL: readonly (readonly [IdKind, string])[] = [
  ["connection", "select id, kind as name from connections"],
  [
    "customer",
    `select c.id, string_agg(i.kind || ' ' || regexp_replace(i.key, '^[0-9a-f-]{36}:', ''), ' ' order by i.kind, i.key) as name
       from customers c join customer_identities i on i.customer_id = c.id group by c.id`,
  ],
  ["product", "select id, external_id as name from products"],
  [
    "variant",
    `select v.id, p.external_id || ' ' || coalesce(v.external_id, '') as name
       from variants v join products p on p.id = v.product_id`,
  ],
  ["order", "select id, external_id as name from orders"],
  ["refund", "select id, order_external_id || ' ' || external_id as name from refunds"],
  ["payment", "select id, order_external_id || ' ' || external_id as name from payments"],
  ["subscription", "select id, external_id as name from subscriptions"],
];

const renamed = (row: string, names: ReadonlyMap<string, string>): string =>
  row.replace(
    /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]{3}_[0-9a-z]{26}/g,
    (id) => names.get(id) ?? id,
  );
