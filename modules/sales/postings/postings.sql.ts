import type { Day } from "#kernel/day.ts";
import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { OrderId } from "../orders/orders.contract.ts";
import type { Choice, Posted, PostedLine, PostedOrder, Ruled } from "./postings.rules.ts";

/** Switching the books on waits for whoever sells meanwhile: so no order falls between. */
export const holdBooks = (db: Db): Promise<unknown> => db.rows(sql`select hold_books(false)`);

export type OrderRow = Omit<PostedOrder, "lines"> & {
  readonly lines: readonly (PostedLine & Ruled)[];
  /** By what its products are posted since they first were. */
  readonly choices: readonly Choice[];
  readonly booksCosts: boolean;
  readonly id: string;
  readonly number: string;
  readonly connectionId: string | null;
  readonly storeName: string | null;
  readonly channel: string;
  readonly books: { readonly currency: string; readonly startsOn: Day } | null;
  readonly lockedMonths: readonly Day[];
  readonly parts: readonly { readonly id: string; readonly part: string }[];
  readonly clearing: readonly { readonly id: string; readonly method: string }[];
  readonly dimensionSetId: number | null;
  readonly standing: readonly Posted[];
  readonly entriesCount: number;
  /** The rate it was first posted with: it stays that of the order. */
  readonly keptRate: { readonly rate: string; readonly source: string; readonly on: Day } | null;
  /** The newest rate of its day or before. */
  readonly knownRate: { readonly rate: string; readonly source: string; readonly on: Day } | null;
  readonly isWaiting: boolean;
};

/** The account of the narrowest rule for the category of `p`. */
const ruledAccount = sql`
  (select r.account_id from posting_rules r join ledger_accounts a on a.id = r.account_id and a.archived_at is null
    where lower(p.category) = lower(r.category) or starts_with(lower(p.category), lower(r.category) || ' > ')
    order by length(r.category) desc limit 1)`;

/** What `l` sold: the variant it names; of a product that has but one, that. */
const itsVariant = sql`
  select v.cost_minor, v.currency from variants v
   where v.product_id = l.product_id
     and (v.id = l.variant_id
          or l.variant_id is null and not exists (select from variants w where w.product_id = v.product_id and w.id <> v.id))`;

/** All that posting it needs, in one look. Finance's tables stand below and are only read. */
export const selectOrder = (db: Db, id: string, zone: string): Promise<OrderRow | null> =>
  db.maybe(sql`
    select o.id, o.number, o.connection_id, o.channel, o.currency, o.is_sale,
           (o.deleted_at is not null or o.is_test) as is_gone, o.payment_status, o.payment_method, o.taxes_included,
           o.total_minor, o.tax_minor, d.placed_on, coalesce((o.paid_at at time zone ${zone})::date, d.placed_on) as paid_on,
           (select name from connections c where c.id = o.connection_id) as store_name,
           coalesce((select json_agg(json_build_object('netMinor', l.net_minor, 'discountMinor', l.discount_minor,
                       'taxMinor', l.tax_minor, 'isGiftCard', l.is_gift_card, 'externalId', l.external_id,
                       'quantity', l.quantity, 'currentQuantity', l.current_quantity, 'productId', l.product_id,
                       'variantId', l.variant_id, 'costMinor', v.cost_minor,
                       'costCurrency', case when v.cost_minor is not null then v.currency end,
                       'ruledAccountId', ${ruledAccount}) order by l.position)
              from order_lines l left join products p on p.id = l.product_id left join lateral (${itsVariant}) v on true
             where l.order_id = o.id), '[]') as lines,
           coalesce((select json_agg(json_build_object('productId', h.product_id, 'variantId', h.variant_id,
                       'accountId', h.account_id, 'costMinor', h.cost_minor, 'costCurrency', h.cost_currency))
              from posting_choices h where h.order_id = o.id), '[]') as choices,
           coalesce((select books_costs from posting_settings), true) as books_costs,
           coalesce((select json_agg(json_build_object('kind', c.kind, 'amountMinor', c.amount_minor, 'taxMinor', c.tax_minor)
                       order by c.position)
              from order_charges c where c.order_id = o.id), '[]') as charges,
           coalesce((select json_agg(json_build_object('currency', r.currency, 'amountMinor', r.amount_minor,
                       'refundedOn', (r.refunded_at at time zone ${zone})::date, 'hasMovedMoney', r.has_moved_money,
                       'lines', r.lines)
                       order by r.refunded_at, r.external_id, r.amount_minor)
              from refunds r where r.order_id = o.id), '[]') as refunds,
           coalesce((select json_agg(json_build_object('kind', p.kind, 'status', p.status, 'method', p.method,
                       'currency', p.currency, 'amountMinor', p.amount_minor,
                       'paidOn', (p.paid_at at time zone ${zone})::date) order by p.paid_at, p.external_id, p.amount_minor)
              from payments p where p.order_id = o.id), '[]') as payments,
           (select json_build_object('currency', b.currency, 'startsOn', b.starts_on) from books b) as books,
           (select coalesce(json_agg(p.starts_on), '[]') from periods p
             where coalesce(p.soft_locked_at, p.filed_at, p.hard_locked_at) is not null) as locked_months,
           (select coalesce(json_agg(json_build_object('id', a.id, 'part', a.part)), '[]')
              from ledger_accounts a where a.part is not null) as parts,
           (select coalesce(json_agg(json_build_object('id', a.id, 'method', a.clears_method)), '[]')
              from ledger_accounts a where a.clears_method is not null and a.archived_at is null
               and a.clears_store_id is not distinct from o.connection_id) as clearing,
           (select s.id from dimension_sets s where s.channel = o.channel
               and s.store_id is not distinct from o.connection_id and s.project_id is null and s.own = '{}') as dimension_set_id,
           posted.standing, posted.count as entries_count, posted.kept_rate,
           (select json_build_object('rate', trim_scale(x.rate)::text, 'source', x.source, 'on', x.rate_on)
              from exchange_rates x where x.currency = o.currency and x.rate_on <= d.placed_on
             order by x.rate_on desc limit 1) as known_rate,
           exists (select from posting_waits w where w.order_id = o.id) as is_waiting
      from orders o
     cross join lateral (select (o.placed_at at time zone ${zone})::date as placed_on) d
     cross join lateral (
            select coalesce(json_agg(json_build_object('on', s.about_on, 'accountId', s.account_id,
                     'currency', s.currency, 'rate', trim_scale(s.rate)::text, 'rateSource', s.rate_source, 'rateOn', s.rate_on,
                     'amountMinor', s.amount_minor, 'documentMinor', s.document_minor)), '[]') as standing,
                   (select count(*)::int from journal_entries e where e.source_type = 'order' and e.source_id = o.id) as count,
                   (select json_build_object('rate', trim_scale(l.rate)::text, 'source', l.rate_source, 'on', l.rate_on)
                      from journal_entries e join journal_lines l on l.entry_id = e.id
                     where e.source_type = 'order' and e.source_id = o.id and l.currency = o.currency limit 1) as kept_rate
              from (select e.about_on, l.account_id, l.currency, l.rate, l.rate_source, l.rate_on,
                           sum(l.amount_minor)::bigint as amount_minor, sum(l.document_minor)::bigint as document_minor
                      from journal_entries e join journal_lines l on l.entry_id = e.id
                     where e.source_type = 'order' and e.source_id = o.id group by 1, 2, 3, 4, 5, 6) s) posted
     where o.id = ${id}`);

/** What was decided already stays. */
export const insertChoices = (
  db: Db,
  orderId: string,
  choices: readonly Choice[],
): Promise<number> =>
  db.run(sql`
    insert into posting_choices as h (order_id, product_id, variant_id, account_id, cost_minor, cost_currency)
    select ${orderId}::uuid, c."productId", c."variantId", c."accountId", c."costMinor", c."costCurrency"
      from json_to_recordset(${json(choices)}) as c(
             "productId" uuid, "variantId" uuid, "accountId" uuid, "costMinor" bigint, "costCurrency" text)
        on conflict (order_id, product_id, variant_id) do update
       set cost_minor = excluded.cost_minor, cost_currency = excluded.cost_currency where h.cost_minor is null`);

/** Orders of a product that nobody has decided yet by what it is posted: held, in the order of their ids. */
export const lockUndecided = (
  db: Db,
  productId: string,
  after: string | null,
  limit: number,
): Promise<{ id: string }[]> =>
  db.rows(sql`
    select o.id from orders o
     where (${after}::uuid is null or o.id > ${after}::uuid) and exists (
             select from order_lines l
              where l.order_id = o.id and l.product_id = ${productId} and not exists (
                      select from posting_choices h
                       where h.order_id = l.order_id and h.product_id = l.product_id
                         and h.variant_id is not distinct from l.variant_id))
     order by o.id limit ${limit} for no key update`);

export const deleteChoices = (db: Db, orderId: string): Promise<number> =>
  db.run(sql`delete from posting_choices where order_id = ${orderId}`);

export const insertWait = (db: Db, orderId: string, reason: string, now: Date): Promise<number> =>
  db.run(sql`
    insert into posting_waits (order_id, reason, since_at) values (${orderId}, ${reason}, ${now}) on conflict do nothing`);

export const deleteWait = (db: Db, orderId: string): Promise<number> =>
  db.run(sql`delete from posting_waits where order_id = ${orderId}`);

export const selectWaiting = (db: Db, limit: number): Promise<{ orderId: string }[]> =>
  db.rows(sql`select order_id from posting_waits order by order_id limit ${limit}`);

export const selectWaitingOrders = (
  db: Db,
  zone: string,
  limit: number,
): Promise<{ id: OrderId; number: string; currency: string; placedOn: Day; count: number }[]> =>
  db.rows(sql`
    select o.id, o.number, o.currency, (o.placed_at at time zone ${zone})::date as placed_on, count(*) over ()::int as count
      from posting_waits w join orders o on o.id = w.order_id order by o.placed_at, o.id limit ${limit}`);

export type RunRow = {
  readonly state: "running" | "done";
  readonly doneCount: number;
  readonly totalCount: number;
  readonly reachedId: string | null;
};

export const selectRun = (db: Db): Promise<RunRow | null> =>
  db.maybe(sql`select state, done_count, total_count, reached_id from posting_runs`);

export const lockRun = (db: Db): Promise<RunRow | null> =>
  db.maybe(sql`select state, done_count, total_count, reached_id from posting_runs for update`);

export const beginRun = (db: Db, now: Date): Promise<number> =>
  db.run(sql`
    insert into posting_runs (state, total_count, started_at)
    select 'running', count(*), ${now} from orders
        on conflict (is_only) do update
       set state = 'running', done_count = 0, total_count = excluded.total_count, reached_id = null,
           started_at = excluded.started_at`);

export const markRun = (db: Db, run: RunRow): Promise<number> =>
  db.run(sql`
    update posting_runs set state = ${run.state}, done_count = ${run.doneCount}, reached_id = ${run.reachedId}`);

/** In the order of their ids, held: whoever changes one meanwhile posts it after us. */
export const lockOrdersAfter = (
  db: Db,
  after: string | null,
  limit: number,
): Promise<{ id: string }[]> =>
  db.rows(sql`
    select id from orders where ${after}::uuid is null or id > ${after}::uuid
     order by id limit ${limit} for no key update`);

/** What stands in the books of a store's orders, by month, for the store that leaves without a trace. */
export const selectStanding = (
  db: Db,
  connectionId: string,
): Promise<
  {
    month: Day;
    accountId: string;
    dimensionSetId: number;
    currency: string;
    amountMinor: number;
    documentMinor: number;
  }[]
> =>
  db.rows(sql`
    select date_trunc('month', e.about_on)::date as month, l.account_id, l.dimension_set_id, l.currency,
           sum(l.amount_minor)::bigint as amount_minor, sum(l.document_minor)::bigint as document_minor
      from journal_entries e join journal_lines l on l.entry_id = e.id
     where e.source_type = 'order' and e.source_id in (select id from orders where connection_id = ${connectionId})
     group by 1, 2, 3, 4 having sum(l.amount_minor) <> 0 order by 1, 2, 3, 4`);

export const selectBooks = (
  db: Db,
): Promise<{ startsOn: Day; currency: string; lockedMonths: readonly Day[] } | null> =>
  db.maybe(sql`
    select b.starts_on, b.currency, (select coalesce(json_agg(p.starts_on), '[]') from periods p
             where coalesce(p.soft_locked_at, p.filed_at, p.hard_locked_at) is not null) as locked_months
      from books b`);

/** Months in which what stands for sales is not what the sales come to: 0 rows are sound. */
export const selectUnequal = (
  db: Db,
  zone: string,
): Promise<{ month: Day; currency: string; salesMinor: number; booksMinor: number }[]> =>
  db.rows(sql`
    with since as (select starts_on from books),
    sold as (
      select date_trunc('month', o.placed_at at time zone ${zone})::date as month, o.currency,
             sum(o.total_minor)::bigint as minor
        from orders o, since where o.is_sale and (o.placed_at at time zone ${zone})::date >= since.starts_on
         and not exists (select from posting_waits w where w.order_id = o.id)
       group by 1, 2
       union all
      select date_trunc('month', r.refunded_at at time zone ${zone})::date, r.currency, -sum(r.amount_minor)::bigint
        from refunds r join orders o on o.id = r.order_id and o.currency = r.currency, since
       where o.is_sale and (r.refunded_at at time zone ${zone})::date >= since.starts_on
         and not exists (select from posting_waits w where w.order_id = o.id)
       group by 1, 2),
    posted as (
      select date_trunc('month', e.about_on)::date as month, l.currency, -sum(l.document_minor)::bigint as minor
        from journal_entries e join journal_lines l on l.entry_id = e.id join ledger_accounts a on a.id = l.account_id
       where e.source_type = 'order' and a.clears_method is null and a.part is distinct from 'receivable'
       group by 1, 2),
    both_sides as (
      select month, currency, minor as sold, 0 as posted from sold union all select month, currency, 0, minor from posted)
    select month, currency, sum(sold)::bigint as sales_minor, sum(posted)::bigint as books_minor
      from both_sides group by 1, 2 having sum(sold) <> sum(posted) order by 1, 2`);
