import { createHash } from "node:crypto";
import { type Db, eachAlone } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { Workshop } from "../tenancy/clones.ts";
import { withAdmin } from "../tenancy/server.ts";

/** What the audit log and the books of a database are chained to: 64 hexadecimal digits each. */
export type Chains = { readonly auditLog: string; readonly ledgerName: string };

/**
 * Entries and journals are chained to the name of the database that they were written in, on the Kaunter that they were
 * begun on: in a database of another name they are read and go on as there.
 */
export async function nameChains(
  serverUrl: string,
  database: string,
  { auditLog, ledgerName }: Chains,
): Promise<void> {
  await withAdmin(serverUrl, database, (client) =>
    client.query(called("audit_log", auditLog) + called("ledger_name", ledgerName)),
  );
}

/** Those of a company, by its database's name or as it brought them along from another Kaunter. */
export const chainsOf = async (
  control: Db,
  companyId: string,
  databaseName: string,
): Promise<Chains> =>
  (await broughtChains(control, companyId)) ?? {
    auditLog: hashOf("kaunter audit log", databaseName),
    ledgerName: hashOf("kaunter ledger", databaseName),
  };

const broughtChains = (control: Db, companyId: string): Promise<Chains | null> =>
  control.maybe(sql`select audit_log, ledger_name from adoptions where company_id = ${companyId}`);

/** In a database that is made anew for a company: only one that brought its chains along does not find them by itself. */
export async function bringBackChains(
  { control, serverUrl }: Workshop,
  database: string,
  companyId: string,
): Promise<void> {
  const brought = await broughtChains(eachAlone(control), companyId);
  if (brought !== null) await nameChains(serverUrl, database, brought);
}

const hashOf = (as: string, name: string): string =>
  createHash("sha256").update(`${as} ${name}`).digest("hex");

function called(what: string, hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error(`${what} is no hash`);
  return `create or replace function public.${what}() returns text language sql stable parallel safe return '${hash}';`;
}
