import { randomUUID } from "node:crypto";
import { Problem } from "#kernel/errors.ts";
import { countTries } from "#platform/auth/limits.ts";
import { markSessionEnded } from "#platform/auth/sessions.sql.ts";
import { readSession, rightsOf, SESSION_MS, startSession } from "#platform/auth/sessions.ts";
import type { Db } from "#platform/db/db.ts";
import { insertDrillAccount, markDrillEpochRaised, takenBack } from "./drill.sql.ts";
import {
  controlled,
  degradedAs,
  type Found,
  HOUR_MINUTES,
  type HouseProbe,
  keptAs,
} from "./probe.ts";

const EIGHT_HOURS_MS = 8 * 3_600_000;

/** Signs an account in that exists only in a transaction which is always taken back, and looks when its sessions end. */
export const sessions: HouseProbe = {
  name: "sessions",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: 12 * HOUR_MINUTES,
  tries: {
    en: "Signed in an account made for the purpose; looked at its session after 8 hours and a second, after a change of password and after signing out; then removed it.",
    ms: "Log masuk dengan akaun yang dibuat untuk tujuan ini; melihat sesinya selepas 8 jam dan sesaat, selepas kata laluan ditukar dan selepas log keluar; kemudian membuangnya.",
  },
  finds: {
    ended: {
      en: "{{tries}} of {{tries}} ended sessions were refused; without a proved address nothing was open.",
      ms: "{{tries}} daripada {{tries}} sesi yang tamat ditolak; tanpa alamat yang disahkan tiada apa yang terbuka.",
    },
    too_long: {
      en: "A session was still open after 8 hours.",
      ms: "Sesi masih terbuka selepas 8 jam.",
    },
    outlived_password: {
      en: "A session was still open after the password was changed.",
      ms: "Sesi masih terbuka selepas kata laluan ditukar.",
    },
    outlived_sign_out: {
      en: "A session was still open after signing out.",
      ms: "Sesi masih terbuka selepas log keluar.",
    },
    unproved: {
      en: "An account whose address is not proved could do something.",
      ms: "Akaun yang alamatnya belum disahkan boleh membuat sesuatu.",
    },
    shut: {
      en: "A session that stands was refused, so nothing could be learnt.",
      ms: "Sesi yang masih sah ditolak, jadi tiada apa yang dapat diketahui.",
    },
  },
  control: controlled(
    "a password change that ends no session, and a session of nine hours, turn the sessions' probe red",
  ),
  run: ({ house }) => takenBack((db) => trySessions(db, house.now()), house.control),
};

async function trySessions(db: Db, now: Date): Promise<Found> {
  const accountId = await insertDrillAccount(db, now);
  const rights = rightsOf(["probe.things.read"]);
  const request = { id: "trust.promises.try", ip: null, userAgent: null };
  const begin = async () => (await startSession(db, rights, accountId, request, now)).sessionId;
  const stands = async (id: string, at = now) => (await readSession(db, rights, id, at)) !== null;

  const first = await readSession(db, rights, await begin(), now);
  if (first === null) return degradedAs("shut");
  if (first.company !== null || first.permissions.size > 0 || first.isVerified)
    return degradedAs("unproved");

  const long = await begin();
  const isEightHours = SESSION_MS === EIGHT_HOURS_MS;
  if (!isEightHours || (await stands(long, new Date(now.getTime() + EIGHT_HOURS_MS + 1_000))))
    return degradedAs("too_long");

  const left = await begin();
  await markSessionEnded(db, left, now);
  if (await stands(left)) return degradedAs("outlived_sign_out");

  const old = await begin();
  await markDrillEpochRaised(db, accountId);
  if (await stands(old)) return degradedAs("outlived_password");
  return keptAs("ended", { tries: 3 });
}

/** Counts tries at something that nobody else tries at, until they are refused. */
export const limits: HouseProbe = {
  name: "limits",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: 12 * HOUR_MINUTES,
  tries: {
    en: "Tried 12 times at once at something that allows 5 tries.",
    ms: "Mencuba 12 kali serentak pada sesuatu yang membenarkan 5 cubaan.",
  },
  finds: {
    exact: {
      en: "Exactly {{passed}} of {{tries}} tries passed.",
      ms: "Tepat {{passed}} daripada {{tries}} cubaan diterima.",
    },
    wrong: {
      en: "{{passed}} of {{tries}} tries passed; {{allowed}} should have.",
      ms: "{{passed}} daripada {{tries}} cubaan diterima; sepatutnya {{allowed}}.",
    },
  },
  control: controlled("a count of tries that forgets turns the limits' probe red"),
  async run({ house }) {
    const key = [{ key: `trust.probe/${randomUUID()}`, max: 5, withinMinutes: 1 }];
    const tries = await Promise.allSettled(
      Array.from({ length: 12 }, () => countTries(house, key, house.now())),
    );
    const passed = tries.filter(({ status }) => status === "fulfilled").length;
    const broken = tries.find(
      (one) =>
        one.status === "rejected" &&
        !(one.reason instanceof Problem && one.reason.kind === "too_many"),
    );
    if (broken !== undefined) throw (broken as PromiseRejectedResult).reason;
    const facts = { passed, tries: tries.length, allowed: 5 };
    return passed === 5 ? keptAs("exact", facts) : degradedAs("wrong", facts);
  },
};
