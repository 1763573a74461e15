import type { Db } from "#platform/db/db.ts";
import { json, sql, when } from "#platform/db/sql.ts";
import type { CustomerId } from "./customers.contract.ts";
import { customerFrom, type KnownCustomer, type KnownRow, knownColumns } from "./identities.sql.ts";
import type { Written } from "./imports.rules.ts";
import { clocksToKeep, type Known } from "./known.rules.ts";

/** Who of the living has each of these addresses. */
export const selectEmailOwners = (
  db: Db,
  emails: readonly string[],
): Promise<{ readonly email: string; readonly id: CustomerId }[]> =>
  db.rows(sql`
    select i.key as email, i.customer_id as id
      from unnest(${emails}::text[]) as asked(email)
      join customer_identities i on i.kind = 'email' and i.key = asked.email
      join customers c on c.id = i.customer_id and c.trashed_at is null`);

/** Of ids that a file names those that mean somebody here: who became part of another by now, and who lies in the trash. */
export const selectNamed = (
  db: Db,
  ids: readonly string[],
): Promise<{ readonly said: string; readonly id: CustomerId; readonly isInTrash: boolean }[]> =>
  db.rows(sql`
    select asked.id as said, c.id, c.trashed_at is not null as is_in_trash
      from unnest(${ids}::uuid[]) as asked(id)
      left join customer_merges m on m.old_id = asked.id
      join customers c on c.id = coalesce(m.customer_id, asked.id)`);

export type Person = KnownCustomer & { readonly updatedAt: Date };

/** The living among these; held, in the order in which everybody holds them, where they are to be written. */
export const selectPeople = async (
  db: Db,
  ids: readonly CustomerId[],
  isHeld: boolean,
): Promise<Person[]> => {
  type Row = KnownRow & Pick<Person, "updatedAt">;
  const rows = await db.rows<Row>(sql`
    select ${knownColumns}, c.updated_at
      from customers c where c.id = any(${ids}::uuid[]) and c.trashed_at is null
     order by c.id ${when(isHeld, sql`for no key update of c`)}`);
  return rows.map(({ updatedAt, ...row }) => ({ ...customerFrom(row), updatedAt }));
};

export type ToWrite = Written & { readonly id: CustomerId };

const rowOf = ({ id, known, note, custom }: ToWrite) => {
  const { clocks, ...values } = known;
  return { id, ...values, clocks: clocksToKeep(clocks), note, custom };
};

const recordset = (rows: readonly object[]) => sql`
  json_to_recordset(${json(rows)}) as r(
    id uuid, name text, email text, phone text, "phoneText" text, organisation text, street text, street2 text, city text,
    postcode text, state text, country text, tags json, "emailConsent" text, "emailConsentAt" timestamptz,
    "phoneConsent" text, "phoneConsentAt" timestamptz, "createdAt" timestamptz, "firstConnectionId" uuid, clocks jsonb,
    note text, custom jsonb, "updatedAt" timestamptz, "isPhoneAlone" boolean)`;
const tagsOf = sql`array(select json_array_elements_text(r.tags))`;

/**
 * New ones with their addresses. Whoever is in the trash lets an address go; nobody else has one of these. Column by
 * column: by the name of each value, as the others are read, it would take twice as long.
 */
export const insertPeople = (
  db: Db,
  people: readonly ToWrite[],
  made: { readonly ownerId: string | null; readonly now: Date },
): Promise<number> => {
  // A column without a value is told by one null.
  const all = (of: (one: Known) => string | null) => {
    const values = people.map(({ known }) => of(known));
    return values.some((value) => value !== null) ? values : null;
  };
  const at = (moment: Date | null) => moment?.toISOString() ?? null;
  return db.run(sql`
    with made as (
      insert into customers (id, name, email, phone, phone_text, organisation, street, street2, city, postcode, state,
                             country, tags, email_consent, email_consent_at, phone_consent, phone_consent_at, created_at,
                             field_clocks, note, custom, owner_id, updated_at)
      select r.id, r.name, r.email, r.phone, r.phone_text, r.organisation, r.street, r.street2, r.city, r.postcode, r.state,
             r.country, case when r.tags = '[]' then '{}' else array(select json_array_elements_text(r.tags::json)) end,
             r.email_consent, r.email_consent_at, r.phone_consent, r.phone_consent_at, r.created_at, r.clocks::jsonb,
             r.note, r.custom::jsonb, ${made.ownerId}::uuid, ${made.now}::timestamptz
        from unnest(${people.map(({ id }) => id)}::uuid[], ${all(({ name }) => name)}::text[],
                    ${all(({ email }) => email)}::text[], ${all(({ phone }) => phone)}::text[],
                    ${all(({ phoneText }) => phoneText)}::text[], ${all(({ organisation }) => organisation)}::text[],
                    ${all(({ street }) => street)}::text[], ${all(({ street2 }) => street2)}::text[],
                    ${all(({ city }) => city)}::text[], ${all(({ postcode }) => postcode)}::text[],
                    ${all(({ state }) => state)}::text[], ${all(({ country }) => country)}::text[],
                    ${all(({ tags }) => (tags.length === 0 ? "[]" : json(tags)))}::text[],
                    ${all((one) => one.emailConsent)}::text[], ${all((one) => at(one.emailConsentAt))}::timestamptz[],
                    ${all((one) => one.phoneConsent)}::text[], ${all((one) => at(one.phoneConsentAt))}::timestamptz[],
                    ${all((one) => at(one.createdAt))}::timestamptz[],
                    ${all(({ clocks }) => json(clocksToKeep(clocks)))}::text[], ${people.map(({ note }) => note)}::text[],
                    ${people.map(({ custom }) => json(custom))}::text[])
               as r(id, name, email, phone, phone_text, organisation, street, street2, city, postcode, state, country, tags,
                    email_consent, email_consent_at, phone_consent, phone_consent_at, created_at, clocks, note, custom)
      returning id, email)
    insert into customer_identities as known (kind, key, customer_id, is_told)
    select 'email', email, id, false from made where email is not null
    on conflict (kind, key) do update
       set customer_id = excluded.customer_id
     where exists (select from customers c where c.id = known.customer_id and c.trashed_at is null)`);
};

/** The whole of each, as a person left it: they are known by more than a phone. */
export const updatePeople = (db: Db, people: readonly ToWrite[], now: Date): Promise<number> =>
  db.run(sql`
    update customers c
       set name = r.name, email = r.email, phone = r.phone, phone_text = r."phoneText", organisation = r.organisation,
           street = r.street, street2 = r.street2, city = r.city, postcode = r.postcode, state = r.state,
           country = r.country, tags = ${tagsOf}, email_consent = r."emailConsent",
           email_consent_at = r."emailConsentAt", phone_consent = r."phoneConsent",
           phone_consent_at = r."phoneConsentAt", created_at = r."createdAt", field_clocks = r.clocks, note = r.note,
           custom = r.custom, is_phone_alone = false, updated_at = ${now}, version = c.version + 1
      from ${recordset(people.map(rowOf))}
     where c.id = r.id`);

/**
 * For this transaction: the words of those it writes wait until there are more of them, and are then put into their index
 * at one go, in two thirds of the time. As much as waits is read by each search.
 */
export const letWordsWait = (db: Db): Promise<number> =>
  db.run(sql`set local gin_pending_list_limit = '32MB'`);

export type ToSetBack = ToWrite & { readonly updatedAt: Date; readonly isPhoneAlone: boolean };

/** The whole of each, as it was before an import; only the count of its versions goes on. */
export const setBackPeople = (db: Db, people: readonly ToSetBack[]): Promise<number> =>
  db.run(sql`
    update customers c
       set name = r.name, email = r.email, phone = r.phone, phone_text = r."phoneText", organisation = r.organisation,
           street = r.street, street2 = r.street2, city = r.city, postcode = r.postcode, state = r.state,
           country = r.country, tags = ${tagsOf}, email_consent = r."emailConsent",
           email_consent_at = r."emailConsentAt", phone_consent = r."phoneConsent",
           phone_consent_at = r."phoneConsentAt", created_at = r."createdAt", field_clocks = r.clocks, note = r.note,
           custom = r.custom, is_phone_alone = r."isPhoneAlone", updated_at = r."updatedAt", version = c.version + 1
      from ${recordset(people.map(({ updatedAt, isPhoneAlone, ...one }) => ({ ...rowOf(one), updatedAt, isPhoneAlone })))}
     where c.id = r.id`);

export type MadeNow = {
  readonly id: CustomerId;
  readonly version: number;
  readonly ordersCount: number;
  readonly phone: string | null;
};

/** Those that an import made, as they stand; held. In the trash or out of it. */
export const lockMade = (db: Db, ids: readonly CustomerId[]): Promise<MadeNow[]> =>
  db.rows(sql`
    select id, version, orders_count, phone from customers where id = any(${ids}::uuid[]) order by id for update`);

/** Those of them that something led to besides what the import itself gave them. */
export const selectLedTo = (db: Db, ids: readonly CustomerId[]): Promise<{ id: CustomerId }[]> =>
  db.rows(sql`
    select distinct customer_id as id from customer_identities
     where customer_id = any(${ids}::uuid[]) and (kind <> 'email' or is_told)
    union
    select customer_id from customer_merges where customer_id = any(${ids}::uuid[])`);

/** As if they had never been. */
export const deletePeople = (db: Db, ids: readonly CustomerId[]): Promise<number> =>
  db.run(sql`delete from customers where id = any(${ids}::uuid[])`);
