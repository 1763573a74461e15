import type { CustomerId, Merged, Recast, Released } from "#modules/crm/crm.public.ts";
import type { Db } from "#platform/db/db.ts";
import { searchPatterns } from "#platform/db/search.ts";
import { empty, plannedEachTime, type Sql, sql, when } from "#platform/db/sql.ts";
import type { Eyes } from "#platform/permissions/reach.ts";
import type {
  Subscription,
  SubscriptionFigures,
  SubscriptionFilter,
  SubscriptionId,
} from "./subscriptions.contract.ts";
import type { KeptSubscription } from "./subscriptions.rules.ts";

type StoreKey = { readonly connectionId: string; readonly externalId: string };

const DAYS = sql`interval '1 day'`;

/** When it came to its end, if it has. */
const endedAt = sql`case s.status when 'cancelled' then s.cancelled_at when 'expired' then s.ends_at end`;
const wasRunning = (now: Date): Sql => sql`
  s.started_at <= ${now}::timestamptz - 30 * ${DAYS} and s.status <> 'pending'
  and (s.status not in ('cancelled', 'expired') or ${endedAt} > ${now}::timestamptz - 30 * ${DAYS})`;
const isDue = (days: number, now: Date): Sql => sql`
  s.status = 'active' and s.next_charge_at between ${now} and ${now}::timestamptz + ${days}::int * ${DAYS}`;

/** As if it were charged by the month. */
const monthlyMinor = sql`round(s.amount_minor / s.interval_count::numeric
  * case s.interval_unit when 'day' then 365 / 12.0 when 'week' then 365 / 84.0 when 'month' then 1 else 1 / 12.0 end)`;

const among = ({ owners }: Pick<Eyes, "owners">): Sql =>
  owners === null ? empty : sql`and c.owner_id = any(${owners}::uuid[])`;

const filtered = (filter: SubscriptionFilter, eyes: Eyes, now: Date): Sql => sql`
  s.deleted_at is null ${among(eyes)}
  ${when(filter.customerId, sql`and s.customer_id = ${filter.customerId}`)}
  ${when(filter.status, sql`and s.status = ${filter.status}`)}
  ${when(filter.dueDays, sql`and ${isDue(Number(filter.dueDays), now)}`)}
  ${when(filter.mrrCurrency, sql`and s.status = 'active' and s.amount_minor is not null and s.currency = ${filter.mrrCurrency}`)}
  ${when(filter.churned, sql`and ${wasRunning(now)} and s.status in ('cancelled', 'expired')`)}
  ${when(
    filter.search,
    sql`and search_form(s.number || ' ' || s.title || ' ' || coalesce(nullif(c.name, ''), s.name, ''))
            like all(${searchPatterns(filter.search ?? "")}::text[])`,
  )}`;

const shown = ({ seesContact }: Eyes): Sql => sql`
  s.id, s.number, k.name as connection, s.customer_id,
  coalesce(nullif(c.name, ''), nullif(s.name, '') ${when(seesContact, sql`, c.email, c.phone`)}, '') as customer_name,
  s.status, s.source_status, s.title, s.currency, s.amount_minor, s.interval_unit, s.interval_count,
  s.started_at, s.next_charge_at, s.ends_at, s.cancelled_at, c.owner_id,
  s.created_at::text as created_key, coalesce(s.next_charge_at, 'infinity')::text as next_key`;
const from = sql`
  subscriptions s
  left join connections k on k.id = s.connection_id
  left join customers c on c.id = s.customer_id`;

export type ShownSubscription = Omit<Subscription, "blocked"> & {
  readonly ownerId: string | null;
  readonly createdKey: string;
  readonly nextKey: string;
};

export const selectSubscription = (
  db: Db,
  id: SubscriptionId,
  eyes: Eyes,
): Promise<ShownSubscription> =>
  db.one(
    sql`select ${shown(eyes)} from ${from} where s.id = ${id} and s.deleted_at is null ${among(eyes)}`,
    "sales.subscription",
  );

export const countSubscriptions = (
  db: Db,
  filter: SubscriptionFilter,
  eyes: Eyes,
  now: Date,
): Promise<{ count: number; allCount: number }> =>
  db.one(
    sql`
    select (select count(*)::int from ${from} where ${filtered(filter, eyes, now)}) as count,
           (select count(*)::int from ${from} where ${filtered({}, eyes, now)}) as all_count`,
    "sales.subscription",
  );

type Sums = Omit<SubscriptionFigures, "due7" | "due30" | "churn" | "mrrMinor" | "others"> & {
  readonly mrr: readonly { readonly currency: string; readonly mrrMinor: number }[];
  readonly due7Count: number;
  readonly due7Minor: number;
  readonly due30Count: number;
  readonly due30Minor: number;
  readonly startCount: number;
  readonly endedCount: number;
};

/** One pass over them for all the sums; money by currency, never across. */
export const selectFigures = (
  db: Db,
  eyes: Pick<Eyes, "owners">,
  place: { readonly currency: string; readonly now: Date },
): Promise<Sums> => {
  const { currency, now } = place;
  const dueMinor = (days: number) => sql`
    coalesce(sum(s.amount_minor) filter (where ${isDue(days, now)} and s.currency = ${currency}), 0)::bigint`;
  return db.one(
    plannedEachTime(sql`
    with s as materialized (
      select s.* from subscriptions s left join customers c on c.id = s.customer_id
       where s.deleted_at is null ${among(eyes)})
    select count(*) filter (where s.status = 'active')::int as active_count,
           count(*) filter (where s.status = 'active' and s.amount_minor is null)::int as untold_count,
           count(*) filter (where ${isDue(7, now)})::int as due7_count, ${dueMinor(7)} as due7_minor,
           count(*) filter (where ${isDue(30, now)})::int as due30_count, ${dueMinor(30)} as due30_minor,
           count(*) filter (where ${wasRunning(now)})::int as start_count,
           count(*) filter (where ${wasRunning(now)} and s.status in ('cancelled', 'expired'))::int as ended_count,
           (select coalesce(json_agg(json_build_object('currency', m.currency, 'mrrMinor', m.minor) order by m.currency), '[]')
              from (select s.currency, sum(${monthlyMinor})::bigint as minor from s
                     where s.status = 'active' and s.amount_minor is not null group by s.currency) as m) as mrr
      from s`),
    "sales.subscription",
  );
};

const SORTS = {
  "-created": { by: sql`s.created_at`, way: sql`desc`, past: sql`<` },
  next: { by: sql`coalesce(s.next_charge_at, 'infinity')`, way: sql`asc`, past: sql`>` },
} as const;

export const selectSubscriptions = (
  db: Db,
  filter: SubscriptionFilter,
  eyes: Eyes,
  asked: {
    readonly sort: keyof typeof SORTS;
    readonly after: { readonly key: string; readonly id: string } | null;
    readonly limit: number;
    readonly now: Date;
  },
): Promise<ShownSubscription[]> => {
  const { by, way, past } = SORTS[asked.sort];
  return db.rows(
    plannedEachTime(sql`
    select ${shown(eyes)} from ${from}
     where ${filtered(filter, eyes, asked.now)}
       ${when(asked.after, sql`and (${by}, s.id) ${past} (${asked.after?.key}::timestamptz, ${asked.after?.id}::uuid)`)}
     order by ${by} ${way}, s.id ${way}
     limit ${asked.limit}`),
  );
};

const columns = sql`
  s.id, s.connection_id, s.external_id, s.number, s.customer_id, s.part_id, s.joined_by, s.name, s.phone, s.status,
  s.source_status, s.currency, s.amount_minor, s.interval_unit, s.interval_count, s.title, s.started_at,
  s.next_charge_at, s.ends_at, s.cancelled_at, s.source_updated_at, s.source_tie, s.deleted_at, s.trashed_at,
  s.erased_at`;

type KnownSubscription = {
  readonly subscription: KeptSubscription | null;
  /** When its store last said that it is gone, unless a person overruled it. */
  readonly deletionAt: Date | null;
  /** A person deleted it for good: nothing is learnt of it again. */
  readonly isPurged: boolean;
};

export async function selectKnownSubscription(
  db: Db,
  { connectionId, externalId }: StoreKey,
): Promise<KnownSubscription> {
  const { deletionAt, isPurged, ...row } = await db.one<
    (KeptSubscription | { id: null }) & Omit<KnownSubscription, "subscription">
  >(
    sql`
    with s as materialized (
      select * from subscriptions
       where connection_id = ${connectionId} and external_id = ${externalId} for update)
    select ${columns},
           (select deleted_at from subscription_deletions
             where connection_id = ${connectionId} and external_id = ${externalId}
               and overruled_at is null) as deletion_at,
           exists (select from subscription_deletions where connection_id = ${connectionId}
                      and external_id = ${externalId} and purged_at is not null) as is_purged
      from (select) as one left join s on true`,
    "sales.subscription",
  );
  return { subscription: row.id === null ? null : (row as KeptSubscription), deletionAt, isPurged };
}

export const writeSubscription = (db: Db, s: KeptSubscription, at: Date): Promise<number> =>
  db.run(sql`
    insert into subscriptions (
      id, connection_id, external_id, number, customer_id, part_id, joined_by, name, phone, status, source_status,
      currency, amount_minor, interval_unit, interval_count, title, started_at, next_charge_at, ends_at,
      cancelled_at, source_updated_at, source_tie, deleted_at, erased_at, created_at, updated_at)
    values (
      ${s.id}, ${s.connectionId}, ${s.externalId}, ${s.number}, ${s.customerId}, ${s.partId}, ${s.joinedBy}, ${s.name},
      ${s.phone}, ${s.status}, ${s.sourceStatus}, ${s.currency}, ${s.amountMinor}, ${s.intervalUnit},
      ${s.intervalCount}, ${s.title}, ${s.startedAt}, ${s.nextChargeAt}, ${s.endsAt}, ${s.cancelledAt},
      ${s.sourceUpdatedAt}, ${s.sourceTie}, ${s.deletedAt}, ${s.erasedAt},
      ${at}, ${at})
    on conflict (id) do update
      set number = excluded.number, customer_id = excluded.customer_id, part_id = excluded.part_id, joined_by = excluded.joined_by,
          name = excluded.name, phone = excluded.phone, status = excluded.status,
          source_status = excluded.source_status, currency = excluded.currency,
          amount_minor = excluded.amount_minor, interval_unit = excluded.interval_unit,
          interval_count = excluded.interval_count, title = excluded.title,
          started_at = excluded.started_at, next_charge_at = excluded.next_charge_at,
          ends_at = excluded.ends_at, cancelled_at = excluded.cancelled_at,
          source_updated_at = excluded.source_updated_at, source_tie = excluded.source_tie,
          deleted_at = excluded.deleted_at, erased_at = excluded.erased_at, updated_at = excluded.updated_at`);

/** The latest of the deletions told. */
export const insertSubscriptionDeletion = (db: Db, key: StoreKey, at: Date): Promise<number> =>
  db.run(sql`
    insert into subscription_deletions as known (connection_id, external_id, deleted_at)
    values (${key.connectionId}, ${key.externalId}, ${at})
    on conflict (connection_id, external_id) do update
       set deleted_at = excluded.deleted_at, overruled_at = null
     where excluded.deleted_at > known.deleted_at`);

/** As a part they stay told apart from what was the other's already. */
export const markSubscriptionsMoved = (
  db: Db,
  { from, into, isPart = false }: Merged,
): Promise<number> =>
  db.run(sql`
    update subscriptions
       set customer_id = ${into}, part_id = case when ${isPart} then coalesce(part_id, ${from}) end
     where customer_id = ${from}`);

export const markSubscriptionsRecast = (
  db: Db,
  { customerId, parts, into }: Recast,
): Promise<number> =>
  db.run(sql`
    update subscriptions set part_id = ${into}::uuid
     where customer_id = ${customerId} and part_id = any(${parts})`);

export const markSubscriptionsReleased = (
  db: Db,
  { from, parts, into }: Released,
): Promise<{ id: SubscriptionId }[]> =>
  db.rows(sql`
    update subscriptions set customer_id = ${into}, part_id = nullif(part_id, ${into})
     where customer_id = ${from} and part_id = any(${parts}) returning id`);

export const lockSubscriptionsByPhone = (
  db: Db,
  phones: readonly string[],
): Promise<KeptSubscription[]> =>
  db.rows(sql`
    select ${columns} from subscriptions s
     where s.joined_by = 'phone' and s.phone = any(${phones}) order by s.id for update`);

export const markSubscriptionCustomer = (
  db: Db,
  id: SubscriptionId,
  customerId: CustomerId,
): Promise<number> =>
  db.run(
    sql`update subscriptions set customer_id = ${customerId}, part_id = null where id = ${id}`,
  );

/** Without the words that named them. */
export const markNobodys = (db: Db, customers: readonly CustomerId[]): Promise<number> =>
  db.run(sql`
    update subscriptions set customer_id = null, part_id = null, joined_by = 'person', name = '', phone = null
     where customer_id = any(${customers})`);
