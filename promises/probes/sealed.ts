import type pg from "pg";
import {
  type CompanyProbe,
  controlled,
  DAY_MINUTES,
  degradedAs,
  type HouseProbe,
  keptAs,
} from "./probe.ts";

/** By what they are called, so that a column made tomorrow is looked at as well. */
const SECRET_COLUMN = "(^|_)(secret|sealed|password|wrapped_key|seed)$";
const SAMPLE = 50;

/** Looks at everything that must be sealed, and opens a sample with the company's key: there, and nowhere else. */
export const sealed: CompanyProbe = {
  name: "sealed",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Read every stored secret and the newest store messages as they lie in the database, opened a sample with your company's key, and tried to open each in another place.",
    ms: "Membaca setiap rahsia tersimpan dan mesej kedai terbaharu sebagaimana adanya dalam pangkalan data, membuka satu sampel dengan kunci syarikat anda, dan cuba membuka setiap satu di tempat lain.",
  },
  finds: {
    sealed: {
      en: "Sealed: {{values}} of {{values}} values, in {{columns}} columns. Opened to be sure: {{opened}} in their place, none elsewhere.",
      ms: "Bermeterai: {{values}} daripada {{values}} nilai, dalam {{columns}} lajur. Dibuka untuk kepastian: {{opened}} di tempatnya, tiada di tempat lain.",
    },
    plain: {
      en: "{{count}} values of the column {{column}} are not sealed.",
      ms: "{{count}} nilai dalam lajur {{column}} tidak bermeterai.",
    },
    moved: {
      en: "{{count}} sealed values opened where they do not belong.",
      ms: "{{count}} nilai bermeterai terbuka di tempat yang bukan miliknya.",
    },
    shut: {
      en: "{{count}} sealed values do not open with your company's key.",
      ms: "{{count}} nilai bermeterai tidak terbuka dengan kunci syarikat anda.",
    },
  },
  control: controlled("a secret that lies in the clear turns the seal's probe red"),
  async run(_ground, { pool, sealer }) {
    const counted = await countsIn(pool);
    const bare = counted.find(({ plain }) => plain > 0);
    if (bare !== undefined) return degradedAs("plain", { count: bare.plain, column: bare.column });

    const rows = await sampleOf(pool);
    const opensAt = (nameOf: (id: string) => string) =>
      rows.filter(({ id, body }) =>
        opens(() =>
          sealer.openBytes({ table: "deliveries", column: "body", row: nameOf(id) }, body),
        ),
      ).length;
    const opened = opensAt((id) => id);
    const moved = opensAt((id) => `${id}0`);
    if (moved > 0) return degradedAs("moved", { count: moved });
    if (opened < rows.length) return degradedAs("shut", { count: rows.length - opened });
    const values = counted.reduce((sum, { all }) => sum + all, rows.length);
    return keptAs("sealed", { values, columns: counted.length + 1, opened });
  },
};

/** The same of what the house keeps: companies' keys and logins, mails, second steps. */
export const sealedHouse: HouseProbe = {
  name: "sealed_house",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Read every secret of the house as it lies in the control database: keys, logins, mails, second steps.",
    ms: "Membaca setiap rahsia rumah sebagaimana adanya dalam pangkalan data kawalan: kunci, log masuk, mel, langkah kedua.",
  },
  finds: {
    sealed: {
      en: "Sealed: {{values}} of {{values}} values, in {{columns}} columns.",
      ms: "Bermeterai: {{values}} daripada {{values}} nilai, dalam {{columns}} lajur.",
    },
    plain: {
      en: "{{count}} values of the column {{column}} are not sealed.",
      ms: "{{count}} nilai dalam lajur {{column}} tidak bermeterai.",
    },
  },
  control: controlled("a key of the house that lies in the clear turns its probe red"),
  async run({ house }) {
    const counted = await countsIn(house.control);
    const bare = counted.find(({ plain }) => plain > 0);
    if (bare !== undefined) return degradedAs("plain", { count: bare.plain, column: bare.column });
    const values = counted.reduce((sum, { all }) => sum + all, 0);
    return keptAs("sealed", { values, columns: counted.length });
  },
};

type Counted = { readonly column: string; readonly all: number; readonly plain: number };

async function countsIn(database: pg.Pool): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (const column of await secretColumnsOf(database))
    counted.push({
      column: `${column.table}.${column.column}`,
      ...(await countsOf(database, column)),
    });
  return counted;
}

type Column = { readonly table: string; readonly column: string; readonly type: string };
async function secretColumnsOf(database: pg.Pool): Promise<Column[]> {
  const { rows } = await database.query<Column>(
    `select table_name as table, column_name as column, data_type as type
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' and column_name ~ $1
        and data_type in ('text', 'bytea')
      order by 1, 2`,
    [SECRET_COLUMN],
  );
  return rows;
}

async function countsOf(
  database: pg.Pool,
  { table, column, type }: Column,
): Promise<{ all: number; plain: number }> {
  const isSealed =
    type === "bytea"
      ? `get_byte("${column}", 0) = 1 and length("${column}") > 30`
      : `"${column}" ~ '^v1\\.[0-9]{1,3}\\.[A-Za-z0-9_-]{16}\\.[A-Za-z0-9_-]+$'`;
  const { rows } = await database.query<{ all: number; plain: number }>(
    `select count("${column}")::int as all, (count("${column}") filter (where not (${isSealed})))::int as plain from "${table}"`,
  );
  return rows[0] ?? { all: 0, plain: 0 };
}

async function sampleOf(pool: pg.Pool): Promise<{ id: string; body: Buffer }[]> {
  const { rows } = await pool.query<{ id: string; body: Buffer }>(
    "select id, body from deliveries order by id desc limit $1",
    [SAMPLE],
  );
  return rows;
}

function opens(open: () => unknown): boolean {
  try {
    open();
    return true;
  } catch {
    return false;
  }
}
