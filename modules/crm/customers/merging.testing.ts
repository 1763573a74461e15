import { showId } from "#kernel/ids.ts";
import { ACTIONS } from "#modules/modules.ts";
import { dumpOf } from "#modules/sales/fixtures/dump.ts";
import type { Shop } from "#modules/sales/fixtures/shop.ts";
import type { CompanyAction } from "#platform/actions/action.ts";

const actionOf = (method: string, path: string): CompanyAction => {
  const found = ACTIONS.find(({ does }) => does.method === method && does.path === path);
  if (found?.door !== "company") throw new Error(`${method} ${path}`);
  return found;
};
export const MERGE_ACTION = actionOf("POST", "/api/crm/customers/:id/merge");
export const CHANGE_ACTION = actionOf("PATCH", "/api/crm/customers/:id");
export const UNDO_ACTION = actionOf("POST", "/api/crm/merges/:id/undo");
export const MERGES_ACTION = actionOf("GET", "/api/crm/customers/:id/merges");
export const COMPARE_ACTION = actionOf("GET", "/api/crm/customers/:id/compare");

/** `from` becomes part of `into`, both by their uuid. */
export async function merged(shop: Shop, into: string, from: string, picks: object = {}) {
  const [one] = await shop.rows("select version from customers where id = $1", [into]);
  const [other] = await shop.rows("select version from customers where id = $1", [from]);
  return shop.asks(MERGE_ACTION, {
    id: showId("customer", into),
    version: one.version,
    fromId: showId("customer", from),
    fromVersion: other.version,
    picks,
  });
}

export const undone = (shop: Shop, id: string) => shop.asks(UNDO_ACTION, { id });

/** What stands for a customer: all that leads to them, or their name where nothing does. */
const NAME = `coalesce((select string_agg(kind || ':' || key, ' ' order by kind, key)
                          from customer_identities where customer_id = c.id), c.name)`;

/** All of sales, catalogue and customers, the same text whenever the same is so. */
export async function wholeOf(shop: Shop): Promise<string[]> {
  const customers = await shop.rows(`
    select ${NAME} as is, to_jsonb(c) - array['id', 'version', 'updated_at'] as has from customers c`);
  const identities = await shop.rows(`
    select i.kind, i.key, i.is_told, i.deleted_at, i.gone_at, i.part_id, i.told, ${NAME} as leads_to
      from customer_identities i left join customers c on c.id = i.customer_id`);
  const more = await shop.rows(`
    select ${NAME} as of, p.part_id, p.phone, p.phone_text from customer_phones p join customers c on c.id = p.customer_id`);
  const places = await shop.rows(`
    select ${NAME} as of, to_jsonb(a) - 'customer_id' as has
      from customer_addresses a join customers c on c.id = a.customer_id`);
  const left = await shop.rows(`
    select 'part' as what, count(*) from customer_parts union all
    select 'tie', count(*) from customer_ties where said_by = 'person' union all
    select 'old link', count(*) from customer_merges where part_id is not null`);
  const rows = [...customers, ...identities, ...more, ...places, ...left]
    .map((row) => JSON.stringify(row))
    .sort();
  const who = shop.caller.actor.id ?? "";
  return [...(await dumpOf(shop)), ...rows].map((row) =>
    withoutPrint(row.replaceAll(who, "<who asks>")),
  );
}

/** What a person enters is printed with what was shown of the customer that day; a paper stays as it was printed. */
const withoutPrint = (row: string): string =>
  row.startsWith('orders {"number":"M-')
    ? row.replace(/"name":.*?,"billing"/, '"billing"').replace(/"search_text":"[^"]*",?/, "")
    : row;
