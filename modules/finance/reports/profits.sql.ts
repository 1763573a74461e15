import type { Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import type { Db } from "#platform/db/db.ts";
import { plannedEachTime, type Sql, sql } from "#platform/db/sql.ts";
import { linesWithin, type Within } from "../statements/statements.ts";
import type { ProfitBy } from "./profits.rules.ts";

type Span = { readonly from: Day; readonly to: Day };

export type EarnedRow = {
  /** Of what it is: the id of an order, customer or product, or a channel and its store. Null: of none. */
  readonly key: string | null;
  readonly name: string;
  readonly revenueMinor: Minor;
  readonly costMinor: Minor;
  /** Other income less other expenses. */
  readonly otherMinor: Minor;
};

/** Every line of income and expenses in a time, what is earned positive. */
const earned = ({ from, to }: Span, within: Within): Sql => sql`
  earned as (
    select l.entry_id, l.dimension_set_id, a.kind, a.part, -l.amount_minor as minor
      from journal_lines l join ledger_accounts a on a.id = l.account_id and a.type in ('income', 'expense')
     where l.posted_on between ${from}::date and ${to}::date ${linesWithin(within)})`;

const figures = sql`
  coalesce(sum(n.minor) filter (where n.kind = 'revenue'), 0)::bigint as revenue_minor,
  coalesce(-sum(n.minor) filter (where n.kind = 'cost_of_sales'), 0)::bigint as cost_minor,
  coalesce(sum(n.minor) filter (where n.kind not in ('revenue', 'cost_of_sales')), 0)::bigint as other_minor`;

/** All of it, as the profit and loss of that time says it. */
export const selectEarned = (db: Db, span: Span, within: Within): Promise<EarnedRow> =>
  db.one(
    plannedEachTime(sql`
    with ${earned(span, within)} select null as key, '' as name, ${figures} from earned n`),
    "finance.report",
  );

export const selectEarnedBy = (
  db: Db,
  by: ProfitBy,
  span: Span,
  within: Within,
  limit: number,
): Promise<EarnedRow[]> =>
  db.rows(
    plannedEachTime(sql`
    with ${earned(span, within)}, ${BY[by]}
    select * from found order by revenue_minor - cost_minor + other_minor desc, key limit ${limit}`),
  );

const byChannel = sql`
  found as (
    select d.channel || '|' || coalesce(d.store_id::text, '') as key, concat_ws(' · ', c.name, nullif(d.channel, '')) as name, ${figures}
      from earned n join dimension_sets d on d.id = n.dimension_set_id left join connections c on c.id = d.store_id
     where d.channel <> '' or d.store_id is not null group by d.channel, d.store_id, c.name)`;

const byOrder = sql`
  found as (
    select o.id::text as key, o.number as name, ${figures}
      from earned n join journal_entries e on e.id = n.entry_id and e.source_type = 'order' join orders o on o.id = e.source_id
     group by o.id)`;

/** By whom it was ordered, or to whom it was invoiced. */
const byCustomer = sql`
  found as (
    select c.id::text as key, c.name, ${figures}
      from earned n
      join journal_entries e on e.id = n.entry_id
      left join orders o on e.source_type = 'order' and o.id = e.source_id
      left join invoices i on e.source_type in ('invoice', 'credit_note') and i.id = e.source_id
      join customers c on c.id = coalesce(o.customer_id, i.customer_id)
     group by c.id)`;

/**
 * What an order earned with its goods, discounts and refunds included, is shared by what its lines came to, and its cost by what
 * they cost: to the cent, each line taking what is left by those before it. Postage and fees are of no product.
 */
const byProduct = sql`
  of_orders as (
    select e.source_id as order_id,
           coalesce(sum(n.minor) filter (where n.kind = 'revenue'
                                           and coalesce(n.part, '') not in ('shipping', 'charges', 'differences')), 0) as goods,
           coalesce(-sum(n.minor) filter (where n.kind = 'cost_of_sales'), 0) as cost
      from earned n join journal_entries e on e.id = n.entry_id and e.source_type = 'order' group by 1),
  weighed as (
    select l.order_id, l.position, l.product_id, f.goods, f.cost, w.worth, w.spent,
           sum(w.worth) over so_far as worth_until, sum(w.spent) over so_far as spent_until,
           sum(w.worth) over of_order as worth_all, sum(w.spent) over of_order as spent_all
      from of_orders f
      join orders o on o.id = f.order_id
      join order_lines l on l.order_id = o.id and not l.is_gift_card
      left join posting_choices h on h.order_id = l.order_id and h.product_id = l.product_id
            and h.variant_id is not distinct from l.variant_id
      cross join lateral (
            select greatest(l.net_minor - case when o.taxes_included then l.tax_minor else 0 end, 0)::numeric as worth,
                   coalesce(h.cost_minor * l.quantity, 0)::numeric as spent) w
    window so_far as (partition by l.order_id order by l.position), of_order as (partition by l.order_id)),
  shared as (
    select product_id,
           round(goods * worth_until / nullif(worth_all, 0)) - round(goods * (worth_until - worth) / nullif(worth_all, 0)) as goods,
           round(cost * spent_until / nullif(spent_all, 0)) - round(cost * (spent_until - spent) / nullif(spent_all, 0)) as cost
      from weighed),
  found as (
    select p.id::text as key, p.title as name, coalesce(sum(s.goods), 0)::bigint as revenue_minor,
           coalesce(sum(s.cost), 0)::bigint as cost_minor, 0::bigint as other_minor
      from shared s join products p on p.id = s.product_id
     group by p.id having coalesce(sum(s.goods), 0) <> 0 or coalesce(sum(s.cost), 0) <> 0)`;

const BY: Readonly<Record<ProfitBy, Sql>> = {
  profit_by_channel: byChannel,
  profit_by_product: byProduct,
  profit_by_customer: byCustomer,
  profit_by_order: byOrder,
};
