import { createHash } from "node:crypto";
import { withAdmin } from "../tenancy/server.ts";

/**
 * Entries and journals are chained to the name of the database that they were written in: in a copy of another name they
 * are read as there.
 */
export const callChainsAfter = (serverUrl: string, copy: string, name: string): Promise<unknown> =>
  withAdmin(serverUrl, copy, (client) =>
    client.query(
      called("audit_log", "kaunter audit log", name) +
        called("ledger_name", "kaunter ledger", name),
    ),
  );

const called = (what: string, as: string, name: string): string => {
  const hash = createHash("sha256").update(`${as} ${name}`).digest("hex");
  return `create or replace function public.${what}() returns text language sql stable parallel safe return '${hash}';`;
};
