import { type CompanyProbe, controlled, DAY_MINUTES, degradedAs, keptAs } from "./probe.ts";

/** Asks PostgreSQL what the company's login may do with entries that are written, and tries it on one that does not exist. */
export const auditLog: CompanyProbe = {
  name: "audit_log",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Tried with your company's login to alter, remove and empty the audit log.",
    ms: "Mencuba dengan log masuk syarikat anda untuk mengubah, membuang dan mengosongkan log audit.",
  },
  finds: {
    closed: {
      en: "All 3 tries were refused by the database. The log reaches back to {{since}}.",
      ms: "Kesemua 3 cubaan ditolak oleh pangkalan data. Log bermula sejak {{since}}.",
    },
    empty: {
      en: "All 3 tries were refused by the database. The log has no entries yet.",
      ms: "Kesemua 3 cubaan ditolak oleh pangkalan data. Log belum mempunyai catatan.",
    },
    open: {
      en: "{{count}} of 3 tries were not refused.",
      ms: "{{count}} daripada 3 cubaan tidak ditolak.",
    },
  },
  control: controlled("an audit log whose entries may be altered turns the log's probe red"),
  async run(_ground, { pool }) {
    const tries = [
      "update audit_entries set actor_name = actor_name where false",
      "delete from audit_entries where false",
      "truncate audit_entries",
    ];
    const passed = [];
    for (const statement of tries) passed.push(await passes(pool, statement));
    const count = passed.filter(Boolean).length;
    if (count > 0) return degradedAs("open", { count });
    const { rows } = await pool.query<{ since: string | null }>(
      "select to_char(min(at), 'YYYY-MM-DD') as since from audit_entries",
    );
    const since = rows[0]?.since ?? null;
    return since === null ? keptAs("empty") : keptAs("closed", { since });
  },
};

/** In a transaction that is always taken back: where the right is missing nothing happens, where it is not, nothing either. */
async function passes(
  pool: Parameters<CompanyProbe["run"]>[1]["pool"],
  statement: string,
): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query(statement);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "42501") return false;
    throw error;
  } finally {
    await client.query("rollback").catch(() => undefined);
    client.release();
  }
}
