import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

type Known = { accountId: string; device: string; country: string; now: Date };

/** What the account was signed in from before: whether ever, from this device, from this country. */
export const selectKnown = (
  db: Db,
  { accountId, device, country }: Known,
): Promise<{ isFirst: boolean; isDevice: boolean; isCountry: boolean }> =>
  db.one(
    sql`
    select count(*) = 0 as is_first,
           coalesce(bool_or(device = ${device} and country = ${country}), false) as is_device,
           coalesce(bool_or(country = ${country}), false) as is_country
      from known_devices where account_id = ${accountId}`,
    "accounts.device",
  );

export const upsertKnown = (db: Db, { accountId, device, country, now }: Known): Promise<number> =>
  db.run(sql`
    insert into known_devices (account_id, device, country, first_at, last_at)
    values (${accountId}, ${device}, ${country}, ${now}, ${now})
        on conflict (account_id, device, country) do update set last_at = excluded.last_at`);

export const deleteUnusedDevices = (db: Db, before: Date): Promise<number> =>
  db.run(sql`delete from known_devices where last_at < ${before}`);
