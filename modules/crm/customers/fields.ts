import type { Choice, RecordType } from "#modules/records/records.public.ts";
import { type Sql, sql } from "#platform/db/sql.ts";
import { STATES_MOST, weightOf } from "./order-states.rules.ts";

const CONSENTS: readonly Choice[] = [
  { value: "subscribed", label: { en: "Yes", ms: "Ya" } },
  { value: "unsubscribed", label: { en: "No", ms: "Tidak" } },
  { value: "pending", label: { en: "To be confirmed", ms: "Menunggu pengesahan" } },
  { value: "unknown", label: { en: "Never asked", ms: "Belum ditanya" } },
];

const words = (of: Sql) => sql`${of}.search_text`;

/** Customers, as lists, filters, imports and exports know them. */
export const customerType: RecordType = {
  name: "customer",
  label: { one: { en: "Customer", ms: "Pelanggan" }, many: { en: "Customers", ms: "Pelanggan" } },
  reads: "crm.customers.read",
  writes: "crm.customers.write",
  deletes: "crm.customers.delete",
  topics: ["crm.customers", "records.timeline"],
  table: sql`customers`,
  isLive: (of) => sql`${of}.archived_at is null`,
  ownerId: (of) => sql`${of}.owner_id`,
  title: (of) => sql`${of}.name`,
  words: (of) => sql`concat_ws(' ', ${of}.name, ${of}.organisation, ${of}.city)`,
  fields: [
    {
      key: "name",
      label: { en: "Name", ms: "Nama" },
      kind: "text",
      value: (of) => sql`${of}.name`,
      hasIndex: true,
      change: "name",
      sort: { key: (of) => sql`${of}.sort_name`, cast: sql`::text` },
      foundIn: words,
    },
    {
      key: "email",
      label: { en: "E-mail", ms: "E-mel" },
      kind: "email",
      class: "contact",
      value: (of) => sql`${of}.email`,
      change: "email",
      foundIn: words,
    },
    {
      key: "phone",
      label: { en: "Phone", ms: "Telefon" },
      kind: "phone",
      class: "contact",
      value: (of) => sql`coalesce(${of}.phone, ${of}.phone_text)`,
      change: "phone",
      foundIn: words,
    },
    {
      key: "organisation",
      label: { en: "Company", ms: "Syarikat" },
      kind: "text",
      value: (of) => sql`${of}.organisation`,
      change: "organisation",
      foundIn: words,
    },
    {
      key: "street",
      label: { en: "Street", ms: "Jalan" },
      kind: "text",
      class: "contact",
      value: (of) => sql`${of}.street`,
      change: "street",
    },
    {
      key: "street2",
      label: { en: "Street, second line", ms: "Jalan, baris kedua" },
      kind: "text",
      class: "contact",
      value: (of) => sql`${of}.street2`,
      change: "street2",
    },
    {
      key: "postcode",
      label: { en: "Postcode", ms: "Poskod" },
      kind: "text",
      class: "contact",
      value: (of) => sql`${of}.postcode`,
      change: "postcode",
    },
    {
      key: "city",
      label: { en: "City", ms: "Bandar" },
      kind: "text",
      value: (of) => sql`${of}.city`,
      hasIndex: true,
      change: "city",
      foundIn: words,
    },
    {
      key: "state",
      label: { en: "State", ms: "Negeri" },
      kind: "text",
      value: (of) => sql`${of}.state`,
      change: "state",
    },
    {
      key: "country",
      label: { en: "Country", ms: "Negara" },
      kind: "country",
      value: (of) => sql`${of}.country`,
      change: "country",
    },
    {
      key: "tags",
      label: { en: "Tags", ms: "Tag" },
      kind: "tags",
      value: (of) => sql`${of}.tags`,
      change: "tags",
    },
    {
      key: "emailConsent",
      label: { en: "E-mail consent", ms: "Persetujuan e-mel" },
      kind: "choice",
      choices: CONSENTS,
      value: (of) => sql`${of}.email_consent`,
      change: "emailConsent",
    },
    {
      key: "phoneConsent",
      label: { en: "Phone consent", ms: "Persetujuan telefon" },
      kind: "choice",
      choices: CONSENTS,
      value: (of) => sql`${of}.phone_consent`,
      change: "phoneConsent",
    },
    {
      key: "note",
      label: { en: "Note", ms: "Nota" },
      kind: "long_text",
      class: "sensitive",
      value: (of) => sql`${of}.note`,
      change: "note",
    },
    {
      key: "orders",
      label: { en: "Orders", ms: "Pesanan" },
      kind: "number",
      value: (of) => sql`${of}.orders_count`,
      sort: { key: (of) => sql`${of}.orders_count`, cast: sql`::int` },
    },
    {
      key: "spent",
      label: { en: "Spent", ms: "Dibelanjakan" },
      kind: "money",
      value: (of) => sql`${of}.spent_minor`,
      sort: { key: (of) => sql`${of}.spent_minor`, cast: sql`::bigint` },
    },
    {
      key: "firstOrder",
      label: { en: "First order", ms: "Pesanan pertama" },
      kind: "moment",
      value: (of) => sql`${of}.first_order_at`,
    },
    {
      key: "lastOrder",
      label: { en: "Last order", ms: "Pesanan terakhir" },
      kind: "moment",
      value: (of) => sql`${of}.last_order_at`,
      sort: {
        key: (of) => sql`coalesce(${of}.last_order_at, '-infinity'::timestamptz)`,
        cast: sql`::timestamptz`,
      },
    },
    {
      key: "created",
      label: { en: "Known since", ms: "Dikenali sejak" },
      kind: "moment",
      value: (of) => sql`${of}.created_at`,
      sort: { key: (of) => sql`${of}.created_at`, cast: sql`::timestamptz` },
    },
    {
      key: "owner",
      label: { en: "Whose", ms: "Milik" },
      kind: "member",
      value: (of) => sql`${of}.owner_id`,
    },
  ],
  relations: [
    {
      key: "orders",
      label: { en: "Orders", ms: "Pesanan" },
      type: "order",
      joins: (one, others) => sql`${others}.customer_id = ${one}.id`,
      names: (others) => sql`${others}.customer_id`,
      tally: {
        most: STATES_MOST,
        total: "status",
        count: (one, field, value) => {
          const weight = weightOf(field, value);
          return weight === null
            ? null
            : sql`${one}.order_states / ${weight}::bigint % ${STATES_MOST + 1}::bigint`;
        },
      },
    },
  ],
};
