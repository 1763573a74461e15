import { randomUUID } from "node:crypto";
import { auditTrail } from "#platform/audit/audit.ts";
import { sql } from "#platform/db/sql.ts";
import { takenBack } from "./drill.sql.ts";
import { type CompanyProbe, controlled, DAY_MINUTES, degradedAs, keptAs } from "./probe.ts";

const DEVICE = "A browser that does not exist";
const IP = "192.0.2.7";

/** Writes down a sign-in that never was, as the real ones are, reads what the log made of it, and takes it back. */
export const noted: CompanyProbe = {
  name: "noted",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Noted a sign-in that never was in your audit log, read it again, and took it back.",
    ms: "Mencatat log masuk yang tidak pernah berlaku dalam log audit anda, membacanya semula, dan menariknya balik.",
  },
  finds: {
    whole: {
      en: "Who, when, from which network and browser: all {{facts}} stood in the entry.",
      ms: "Siapa, bila, dari rangkaian dan pelayar mana: kesemua {{facts}} ada dalam catatan itu.",
    },
    lost: {
      en: "{{facts}} of 4 facts did not stand in the entry.",
      ms: "{{facts}} daripada 4 fakta tidak ada dalam catatan itu.",
    },
  },
  control: controlled("a log that forgets from where turns the notes' probe red"),
  run: ({ house }, { pool }) =>
    takenBack(async (db) => {
      const id = randomUUID();
      const now = house.now();
      const actor = { kind: "person", id, name: "Probe" } as const;
      const request = { id: "trust.promises.try", ip: IP, userAgent: DEVICE };
      const trail = auditTrail(db, { actor, request, now }, "accounts.sessions.sign_in");
      await trail.record({ type: "account", id, name: "Probe" }, { device: DEVICE });
      await trail.bind();

      const entry = await db.one<Entry>(
        sql`select at, actor_id, ip, change from audit_entries where actor_id = ${id}`,
        "trust.audit_entry",
      );
      const isThere = [
        entry.actorId === id,
        entry.at.getTime() === now.getTime(),
        entry.ip === IP,
        entry.change["device"] === DEVICE,
      ];
      const lost = isThere.filter((one) => !one).length;
      return lost === 0
        ? keptAs("whole", { facts: isThere.length })
        : degradedAs("lost", { facts: lost });
    }, pool),
};

type Entry = {
  readonly at: Date;
  readonly actorId: string | null;
  readonly ip: string | null;
  readonly change: Readonly<Record<string, unknown>>;
};
