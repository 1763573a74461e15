import type { House } from "#platform/house/house.ts";
import type { Workshop } from "./clones.ts";
import { workshopOf } from "./clusters.ts";
import { APP_ROLE } from "./names.ts";
import { withAdmin } from "./server.ts";
import { readTimeline, type Timeline } from "./timelines.ts";

/** What is not as it should be with a company's database, in words. Empty: everything is. */
export async function whatIsWrong(
  house: House,
  anyShop: Workshop,
  companyId: string,
): Promise<string[]> {
  const shop = await workshopOf(anyShop, companyId);
  const { rows } = await shop.control.query<{ database_name: string }>(
    "select database_name from companies where id = $1",
    [companyId],
  );
  const name = rows[0]?.database_name;
  if (name === undefined) return ["There is no such company."];
  const timeline = await readTimeline("tenant");
  try {
    return [
      ...(await throughItsOwnDoor(house, companyId)),
      ...(await withAdmin(shop.serverUrl, name, async (client) => {
        const checks = await client.query<{ wrong: string }>(RIGHTS, [
          name,
          APP_ROLE,
          shop.names.control,
          shop.names.companyPrefix,
        ]);
        const applied = await client.query<{ number: number; checksum: string }>(
          "select number, checksum from house.migrations",
        );
        return [
          ...checks.rows.map(({ wrong }) => wrong),
          ...missingOf(timeline, new Map(applied.rows.map((row) => [row.number, row.checksum]))),
        ];
      })),
    ];
  } catch (error) {
    return [`It cannot be looked into: ${(error as Error).message}`];
  }
}

/** Its key opens with the master key, its role signs in, and what is sealed opens again. */
async function throughItsOwnDoor(house: House, companyId: string): Promise<string[]> {
  const access = await house.companies.access(companyId);
  if (access === null) return ["It is not active."];
  await access.pool.query("select 1");
  const place = { table: "verify", column: "database", row: companyId };
  const opened = access.sealer.open(place, access.sealer.seal(place, companyId));
  return opened === companyId ? [] : ["Its key does not open what it sealed."];
}

function missingOf(timeline: Timeline, applied: ReadonlyMap<number, string>): string[] {
  return timeline
    .filter(({ number, checksum }) => applied.get(number) !== checksum)
    .map(({ name, number }) =>
      applied.has(number)
        ? `The migration ${name} ran in other words.`
        : `The migration ${name} has not run: npm run kaunter -- migrate.`,
    );
}

/** $1 the company's database and role, $2 the role whose grants it inherits, $3 the control database, $4 how all companies' begin. */
const RIGHTS = `
  select 'Anybody may connect to its database.' as wrong
    from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
   where d.datname = $1 and a.grantee = 0 and a.privilege_type in ('CONNECT', 'TEMPORARY')
   union
  select format('The role %s may connect to it.', r.rolname)
    from pg_roles r, pg_database d
   where d.datname = $1 and r.rolname <> $1 and not r.rolsuper and r.oid <> d.datdba
     and not pg_has_role(r.oid, d.datdba, 'member') and has_database_privilege(r.oid, d.oid, 'CONNECT')
   union
  select format('Its role may connect to %s.', d.datname)
    from pg_database d
   where d.datname <> $1 and (d.datname = $3 or starts_with(d.datname, $4))
     and has_database_privilege($1::name, d.oid, 'CONNECT')
   union
  select format('Its role owns %s.', c.relname)
    from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname in ($1, $2)
   union
  select format('Its role may %s %s, which is written once and for all.', lower(p), t)
    from unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) p, unnest(array['audit_entries', 'audit_heads', 'audit_checks', 'deliveries']) t
   where to_regclass('public.' || t) is not null
     and has_table_privilege($1::name, to_regclass('public.' || t), p)
   union
  select 'Entries of its audit log are not chained.'
   where not exists (
     select from pg_trigger
      where tgrelid = to_regclass('public.audit_entries') and tgname = 'chain' and tgenabled in ('O', 'A'))
   union
  select format('The constraint %s of %s was never checked.', conname, conrelid::regclass)
    from pg_constraint where not convalidated
   union
  select format('The index %s is not whole: reindex it.', indexrelid::regclass)
    from pg_index where not indisvalid`;
