import pg from "pg";
import { transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { takenBack } from "#promises/probes/drill.sql.ts";
import {
  controlled,
  DAY_MINUTES,
  degradedAs,
  type HouseProbe,
  keptAs,
} from "#promises/probes/probe.ts";
import { policyText } from "#promises/register.ts";
import { NOTICE_MS } from "./policies.rules.ts";
import { insertPolicy, selectNewestPolicy } from "./policies.sql.ts";

/** Tries to slip a material change past the database with a second less than 14 days, and takes everything back. */
export const notice: HouseProbe = {
  name: "notice",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Tried to publish a material change with a second less than 14 days' notice, past the program, straight into the database.",
    ms: "Mencuba menerbitkan perubahan penting dengan notis kurang sesaat daripada 14 hari, tanpa melalui program, terus ke dalam pangkalan data.",
  },
  finds: {
    refused: {
      en: "The database refused it. Version {{version}} is the newest.",
      ms: "Pangkalan data menolaknya. Versi {{version}} ialah yang terbaharu.",
    },
    taken: {
      en: "The database took it.",
      ms: "Pangkalan data menerimanya.",
    },
  },
  control: controlled("a database that takes a short notice turns the notice's probe red"),
  async run({ house }) {
    const newest = await transaction(house.control, "read only", selectNewestPolicy);
    const version = newest?.version ?? 0;
    const isRefused = await refuses(house, version + 1, newest?.effectiveAt ?? house.now());
    return isRefused ? keptAs("refused", { version }) : degradedAs("taken");
  },
};

function refuses(house: House, version: number, after: Date): Promise<boolean> {
  const now = house.now();
  // Not before the last version takes effect, so that only the notice can be wrong with it.
  const effectiveAt = new Date(Math.max(now.getTime(), after.getTime()) + NOTICE_MS - 1_000);
  const publishedAt = new Date(effectiveAt.getTime() - NOTICE_MS + 1_000);
  return takenBack(
    (db) =>
      insertPolicy(db, {
        version,
        publishedAt,
        effectiveAt,
        isMaterial: true,
        summary: { en: "A drill.", ms: "Latihan." },
        content: policyText(),
        contentHash: "drill",
      }).then(
        () => false,
        (error: unknown) => {
          if (error instanceof pg.DatabaseError && error.code === "23514") return true;
          throw error;
        },
      ),
    house.control,
  );
}
