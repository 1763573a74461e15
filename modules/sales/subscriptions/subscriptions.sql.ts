import type { CustomerId, Merged, Recast, Released } from "#modules/crm/crm.public.ts";
import { readCursor } from "#platform/db/cursor.ts";
import type { Db } from "#platform/db/db.ts";
import { empty, plannedEachTime, sql, when } from "#platform/db/sql.ts";
import type { Eyes } from "#platform/permissions/reach.ts";
import type { Subscription, SubscriptionFilter, SubscriptionId } from "./subscriptions.contract.ts";
import type { KeptSubscription } from "./subscriptions.rules.ts";

type StoreKey = { readonly connectionId: string; readonly externalId: string };

export const PAGE_ROWS = 50;

/** The reader finds them by customer or newest first; `createdAt` is what the pages run by. */
export const selectSubscriptions = (
  db: Db,
  filter: SubscriptionFilter,
  { owners, seesContact }: Eyes,
): Promise<(Omit<Subscription, "blocked"> & { createdAt: Date; ownerId: string | null })[]> => {
  const [at, id] = filter.after === undefined ? [] : readCursor(filter.after, 2);
  return db.rows(
    plannedEachTime(sql`
    select s.id, s.number, k.name as connection, s.customer_id,
           coalesce(nullif(c.name, ''), nullif(s.name, '') ${when(seesContact, sql`, c.email, c.phone`)}, '') as customer_name,
           s.status, s.source_status, s.title, s.currency, s.amount_minor, s.interval_unit, s.interval_count,
           s.started_at, s.next_charge_at, s.ends_at, s.cancelled_at, s.created_at, c.owner_id
      from subscriptions s
      left join connections k on k.id = s.connection_id
      left join customers c on c.id = s.customer_id
     where s.deleted_at is null ${owners === null ? empty : sql`and c.owner_id = any(${owners}::uuid[])`}
       ${when(filter.customerId, sql`and s.customer_id = ${filter.customerId}`)}
       ${when(filter.status, sql`and s.status = ${filter.status}`)}
       ${when(filter.after, sql`and (s.created_at, s.id) < (${at}::timestamptz, ${id}::uuid)`)}
     order by s.created_at desc, s.id desc
     limit ${PAGE_ROWS + 1}`),
  );
};

const columns = sql`
  s.id, s.connection_id, s.external_id, s.number, s.customer_id, s.part_id, s.joined_by, s.name, s.phone, s.status,
  s.source_status, s.currency, s.amount_minor, s.interval_unit, s.interval_count, s.title, s.started_at,
  s.next_charge_at, s.ends_at, s.cancelled_at, s.source_updated_at, s.source_tie, s.deleted_at, s.trashed_at`;

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
      cancelled_at, source_updated_at, source_tie, deleted_at, created_at, updated_at)
    values (
      ${s.id}, ${s.connectionId}, ${s.externalId}, ${s.number}, ${s.customerId}, ${s.partId}, ${s.joinedBy}, ${s.name},
      ${s.phone}, ${s.status}, ${s.sourceStatus}, ${s.currency}, ${s.amountMinor}, ${s.intervalUnit},
      ${s.intervalCount}, ${s.title}, ${s.startedAt}, ${s.nextChargeAt}, ${s.endsAt}, ${s.cancelledAt},
      ${s.sourceUpdatedAt}, ${s.sourceTie}, ${s.deletedAt}, ${at}, ${at})
    on conflict (id) do update
      set number = excluded.number, customer_id = excluded.customer_id, part_id = excluded.part_id, joined_by = excluded.joined_by,
          name = excluded.name, phone = excluded.phone, status = excluded.status,
          source_status = excluded.source_status, currency = excluded.currency,
          amount_minor = excluded.amount_minor, interval_unit = excluded.interval_unit,
          interval_count = excluded.interval_count, title = excluded.title,
          started_at = excluded.started_at, next_charge_at = excluded.next_charge_at,
          ends_at = excluded.ends_at, cancelled_at = excluded.cancelled_at,
          source_updated_at = excluded.source_updated_at, source_tie = excluded.source_tie,
          deleted_at = excluded.deleted_at, updated_at = excluded.updated_at`);

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
