import type { Custom } from "#modules/records/records.public.ts";
import type { Db } from "#platform/db/db.ts";
import { json, type Sql, sql } from "#platform/db/sql.ts";
import { moveContacts } from "./contacts.sql.ts";
import type { CustomerId } from "./customers.contract.ts";
import { clocksFrom, type KeptClocks, type Known } from "./known.rules.ts";

export type IdentityKind = "email" | "store" | "phone" | "whatsapp";
export type Link = { readonly kind: IdentityKind; readonly key: string };

export type KnownCustomer = {
  readonly id: CustomerId;
  readonly known: Known;
  readonly note: string;
  readonly custom: Custom;
  readonly isPhoneAlone: boolean;
  /** Consists of parts that a person put together. */
  readonly isMerged: boolean;
  readonly ownerId: string | null;
  readonly archivedAt: Date | null;
  /** `trash`: nobody put them aside before they were deleted. */
  readonly archivedBy: "person" | "store" | "trash" | null;
  readonly trashedAt: Date | null;
  readonly version: number;
};
export type FoundIdentity = Link & {
  readonly isTold: boolean;
  /** Which part of a merged customer it leads to; null: their own. */
  readonly partId: CustomerId | null;
  readonly customer: KnownCustomer;
};

export const knownColumns = sql`
  c.id, c.name, c.email, c.phone, c.phone_text, c.organisation, c.street, c.street2, c.city, c.postcode,
  c.state, c.country, c.tags, c.email_consent, c.email_consent_at, c.phone_consent, c.phone_consent_at,
  c.created_at, c.first_connection_id, c.field_clocks, c.note, c.custom, c.is_phone_alone, c.is_merged, c.owner_id,
  c.archived_at, c.archived_by, c.trashed_at, c.version`;

export type KnownRow = Omit<Known, "clocks"> &
  Omit<KnownCustomer, "known"> & { readonly fieldClocks: KeptClocks };

export function customerFrom(row: KnownRow): KnownCustomer {
  const {
    id,
    note,
    custom,
    isPhoneAlone,
    isMerged,
    ownerId,
    archivedAt,
    archivedBy,
    trashedAt,
    version,
    fieldClocks,
    ...fields
  } = row;
  const known = { ...fields, clocks: clocksFrom(fieldClocks) };
  return {
    id,
    known,
    note,
    isPhoneAlone,
    isMerged,
    ownerId,
    custom,
    archivedAt,
    archivedBy,
    trashedAt,
    version,
  };
}

/** One at a time decides who is behind these. Taken in one order by everybody, so that two never wait for each other. */
export const lockLinks = (db: Db, names: readonly string[]): Promise<number> =>
  db.run(sql`
    with gate as materialized (select pg_advisory_xact_lock_shared(${GATE}) as is_open)
    select pg_advisory_xact_lock(${lockOf(sql`name`)})
      from gate, unnest(${[...new Set(names)].sort((a, b) => (a < b ? -1 : 1))}::text[]) as name`);

/**
 * Decides who is behind any of them: for an import, which asks for more at once than there are locks. Whoever asks for a
 * few goes through the same gate, side by side.
 */
export const lockAllLinks = (db: Db): Promise<number> =>
  db.run(sql`select pg_advisory_xact_lock(${GATE})`);

const GATE = sql`hashtextextended('crm.customers', 0)`;

const lockOf = (name: Sql): Sql => sql`hashtextextended('crm.customers:' || ${name}, 0)`;

const linksSql = (links: readonly Link[]): Sql => sql`
  unnest(${links.map(({ kind }) => kind)}::text[], ${links.map(({ key }) => key)}::text[]) as l(kind, key)`;

/** Who is behind these, held until the end of the transaction. */
export async function lockIdentities(db: Db, links: readonly Link[]): Promise<FoundIdentity[]> {
  const rows = await db.rows<FoundRow>(sql`
    select i.kind, i.key, i.is_told, i.part_id, ${knownColumns}
      from ${linksSql(links)}
      join customer_identities i on i.kind = l.kind and i.key = l.key
      join customers c on c.id = i.customer_id
     order by c.id for no key update of c`);
  return rows.map(foundFrom);
}

/**
 * The one customer whom all of these are told of, held; nobody, and nothing held, when it is not as simple (or they were
 * merged of several): then it is decided one at a time, and whoever waits for that must hold nothing that the other needs.
 */
export async function lockOneKnown(db: Db, links: readonly Link[]): Promise<FoundIdentity | null> {
  const row = await db.maybe<FoundRow>(sql`
    with one as materialized (
      select min(i.kind) as kind, min(i.key) as key, min(i.customer_id::text)::uuid as id
        from ${linksSql(links)} join customer_identities i on i.kind = l.kind and i.key = l.key
       where i.is_told
      having count(*) = ${links.length} and count(distinct i.customer_id) = 1)
    select one.kind, one.key, true as is_told, null as part_id, ${knownColumns}
      from one join customers c on c.id = one.id and not c.is_merged for no key update of c`);
  return row === null ? null : foundFrom(row);
}

type FoundRow = KnownRow & Omit<FoundIdentity, "customer">;
const foundFrom = ({ kind, key, isTold, partId, ...row }: FoundRow): FoundIdentity => ({
  kind,
  key,
  isTold,
  partId,
  customer: customerFrom(row as KnownRow),
});

export const lockKnownCustomer = async (db: Db, id: CustomerId): Promise<KnownCustomer> =>
  customerFrom(
    await db.one<KnownRow>(
      sql`select ${knownColumns} from customers c where c.id = ${id} for no key update`,
      "crm.customer",
    ),
  );

export const selectKnownCustomer = async (db: Db, id: CustomerId): Promise<KnownCustomer> =>
  customerFrom(
    await db.one<KnownRow>(
      sql`select ${knownColumns} from customers c where c.id = ${id}`,
      "crm.customer",
    ),
  );

const values = (known: Known) => sql`
  ${known.name}, ${known.email}, ${known.phone}, ${known.phoneText}, ${known.organisation}, ${known.street},
  ${known.street2}, ${known.city}, ${known.postcode}, ${known.state}, ${known.country}, ${known.tags},
  ${known.emailConsent}, ${known.emailConsentAt}, ${known.phoneConsent}, ${known.phoneConsentAt},
  ${known.createdAt}, ${known.firstConnectionId}`;
const names = sql`
  name, email, phone, phone_text, organisation, street, street2, city, postcode, state, country, tags,
  email_consent, email_consent_at, phone_consent, phone_consent_at, created_at, first_connection_id`;

type New = {
  readonly clocks: KeptClocks;
  readonly note?: string;
  readonly custom?: Custom;
  readonly isPhoneAlone?: boolean;
  readonly ownerId?: string | null;
  readonly now: Date;
};

const inserted = (id: CustomerId, known: Known, options: New) => sql`
  insert into customers (id, ${names}, field_clocks, note, custom, is_phone_alone, owner_id, updated_at)
  values (${id}, ${values(known)}, ${json(options.clocks)}, ${options.note ?? ""},
          ${json(options.custom ?? {})}, ${options.isPhoneAlone ?? false}, ${options.ownerId ?? null}, ${options.now})`;

export const insertCustomer = (
  db: Db,
  id: CustomerId,
  known: Known,
  options: New,
): Promise<number> => db.run(inserted(id, known, options));

/**
 * Somebody new with the address a person typed. False when it is another's: whoever has it was there first, or just now
 * while this one waited for the lock, which no snapshot shows but the conflict does. Whoever is in the trash lets it go.
 */
export const insertTypedCustomer = async (
  db: Db,
  id: CustomerId,
  known: Known,
  email: string,
  options: New,
): Promise<boolean> =>
  (await db.run(sql`
    with made as (${inserted(id, known, options)}),
    locked as materialized (
      select pg_advisory_xact_lock_shared(${GATE}), pg_advisory_xact_lock(${lockOf(sql`${`email:${email}`}`)}))
    insert into customer_identities as known (kind, key, customer_id, is_told)
    select 'email', ${email}, ${id}::uuid, false from locked
    on conflict (kind, key) do update
       set customer_id = excluded.customer_id, part_id = null
     where exists (select from customers c where c.id = known.customer_id and c.trashed_at is not null)`)) >
  0;

/** Somebody new with what a store knows them by. True when that is an account which the store said is gone. */
export const insertToldCustomer = async (
  db: Db,
  id: CustomerId,
  known: Known,
  links: readonly Link[],
  options: New,
): Promise<boolean> => {
  const tied = await db.rows<{ deletedAt: Date | null }>(sql`
    with made as (${inserted(id, known, options)})
    ${linked(links, id, true, null)}`);
  return tied.some(({ deletedAt }) => deletedAt !== null);
};

/** The whole of what is known, as a change that people see. */
export const writeKnown = (
  db: Db,
  id: CustomerId,
  known: Known,
  clocks: KeptClocks,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update customers
       set (${names}) = row(${values(known)}),
           field_clocks = ${json(clocks)}, updated_at = ${now}, version = version + 1
     where id = ${id}`);

/** What people keep of somebody besides what is known of them. */
export const writeKept = (
  db: Db,
  id: CustomerId,
  kept: {
    readonly note: string;
    readonly ownerId: string | null;
    readonly custom: KnownCustomer["custom"];
    readonly isPhoneAlone: boolean;
    readonly archivedAt: Date | null;
    readonly archivedBy: KnownCustomer["archivedBy"];
  },
): Promise<number> =>
  db.run(sql`
    update customers
       set note = ${kept.note}, owner_id = ${kept.ownerId}, custom = ${json(kept.custom)},
           is_phone_alone = ${kept.isPhoneAlone},
           archived_at = ${kept.archivedAt}, archived_by = ${kept.archivedBy}
     where id = ${id}`);

/** The whole as a person left it: whoever they wrote about is known by more than a phone. */
export const writeEdited = (
  db: Db,
  id: CustomerId,
  known: Known,
  edited: {
    readonly clocks: KeptClocks;
    readonly note: string;
    /** Left out: as they were. */
    readonly custom?: Custom;
    readonly now: Date;
  },
): Promise<number> =>
  db.run(sql`
    update customers
       set (${names}) = row(${values(known)}),
           field_clocks = ${json(edited.clocks)}, note = ${edited.note},
           custom = coalesce(${edited.custom === undefined ? null : json(edited.custom)}::jsonb, custom),
           is_phone_alone = false,
           updated_at = ${edited.now}, version = version + 1
     where id = ${id}`);

/** Only where it comes from: nothing that people see is another. */
export const writeClocks = (
  db: Db,
  id: CustomerId,
  known: Known,
  clocks: KeptClocks,
): Promise<number> =>
  db.run(sql`
    update customers
       set field_clocks = ${json(clocks)}, created_at = ${known.createdAt},
           first_connection_id = ${known.firstConnectionId}
     where id = ${id}`);

/**
 * Ties these to a customer, as a store said (`isTold`) or a person typed. True when one is an account that a store said
 * is gone.
 */
export const linkIdentities = async (
  db: Db,
  links: readonly Link[],
  customerId: CustomerId,
  isTold: boolean,
  partId: CustomerId | null = null,
): Promise<boolean> => {
  const tied = await db.rows<{ deletedAt: Date | null }>(linked(links, customerId, isTold, partId));
  return tied.some(({ deletedAt }) => deletedAt !== null);
};

const linked = (
  links: readonly Link[],
  customerId: CustomerId,
  isTold: boolean,
  partId: CustomerId | null,
) => sql`
  insert into customer_identities as known (kind, key, customer_id, part_id, is_told)
  select l.kind, l.key, ${customerId}, ${partId}::uuid, ${isTold}
    from ${linksSql(links)}
  on conflict (kind, key) do update
     set customer_id = excluded.customer_id, part_id = excluded.part_id, is_told = known.is_told or excluded.is_told, gone_at = null
  returning deleted_at`;

/** Who of the living has an address, whether or not it is the one they are shown with. */
export const selectOwnerOfEmail = async (db: Db, email: string): Promise<CustomerId | null> =>
  (
    await db.maybe<{ customerId: CustomerId }>(sql`
      select i.customer_id from customer_identities i join customers c on c.id = i.customer_id
       where i.kind = 'email' and i.key = ${email} and c.trashed_at is null`)
  )?.customerId ?? null;

/** An address that only a person typed and has now changed. */
export const dropTypedEmail = (db: Db, customerId: CustomerId, email: string): Promise<number> =>
  db.run(sql`
    delete from customer_identities
     where kind = 'email' and key = ${email} and customer_id = ${customerId} and not is_told`);

/** Everything that leads to one customer leads to the other, old links too. */
export async function moveIdentities(
  db: Db,
  from: CustomerId,
  into: CustomerId,
  at: Date,
): Promise<void> {
  await moveContacts(db, from, into, false);
  await db.run(sql`
    with identities as (
      update customer_identities set customer_id = ${into} where customer_id = ${from}),
    merges as (update customer_merges set customer_id = ${into} where customer_id = ${from})
    insert into customer_merges (old_id, customer_id, merged_at) values (${from}, ${into}, ${at})`);
}

/** What people noted of somebody stays with whoever they turned out to be. */
export const addNote = (db: Db, id: CustomerId, note: string): Promise<number> =>
  db.run(sql`
    update customers set note = case note when '' then ${note} else note || E'\\n\\n' || ${note} end where id = ${id}`);

/** What one of two who are one person had, where the other has nothing. */
export const fillCustom = (db: Db, id: CustomerId, custom: Custom): Promise<number> =>
  db.run(sql`update customers set custom = ${json(custom)}::jsonb || custom where id = ${id}`);

export const dropCustomer = (db: Db, id: CustomerId): Promise<number> =>
  db.run(sql`delete from customers where id = ${id}`);

/** A store's word that an account is gone, also of one it never told of. True when it is news. */
export const markStoreDeleted = (db: Db, key: string, at: Date): Promise<number> =>
  db.run(sql`
    insert into customer_identities as known (kind, key, deleted_at) values ('store', ${key}, ${at})
    on conflict (kind, key) do update
       set deleted_at = excluded.deleted_at
     where known.deleted_at is null or known.deleted_at < excluded.deleted_at`);

/** When the last of a customer's store accounts went; null while one stands, or when there never was one. */
export const selectAccountsGoneAt = async (db: Db, id: CustomerId): Promise<Date | null> =>
  (
    await db.one<{ goneAt: Date | null }>(
      sql`
      select case when bool_and(deleted_at is not null) then max(deleted_at) end as gone_at
        from customer_identities where customer_id = ${id} and kind = 'store'`,
      "crm.customer",
    )
  ).goneAt;

export const markArchivedByStore = (db: Db, id: CustomerId, at: Date | null, now: Date) =>
  db.run(sql`
    update customers
       set archived_at = coalesce(${at}::timestamptz, trashed_at),
           archived_by = case when ${at !== null} then 'store' when trashed_at is not null then 'trash' end,
           updated_at = ${now}, version = version + 1
     where id = ${id}`);
