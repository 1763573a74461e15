import { randomUUID } from "node:crypto";
import { insertSecurityEvents } from "#platform/security/events.sql.ts";
import type { SecurityEvent } from "#platform/security/kinds.rules.ts";
import { takenBack } from "#promises/probes/drill.sql.ts";
import {
  controlled,
  degradedAs,
  HOUR_MINUTES,
  type HouseProbe,
  keptAs,
} from "#promises/probes/probe.ts";
import type { AlertRule } from "./alerts.rules.ts";
import { selectAlertsCountAbout } from "./alerts.sql.ts";
import { judge } from "./alerts.ts";
import { RULES } from "./thresholds.rules.ts";

/** Plays an attack by each rule, in a transaction that is always taken back: no alert is left, and no mail. */
export const alarm: HouseProbe = {
  name: "alarm",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: 24 * HOUR_MINUTES,
  tries: {
    en: "Played every attack this house knows, and looked whether each was noticed.",
    ms: "Memainkan setiap serangan yang dikenali oleh rumah ini, dan melihat sama ada setiap satu dikesan.",
  },
  finds: {
    noticed: {
      en: "{{count}} of {{count}} played attacks were noticed.",
      ms: "{{count}} daripada {{count}} serangan yang dimainkan dikesan.",
    },
    missed: {
      en: "{{noticed}} of {{count}} played attacks were noticed.",
      ms: "{{noticed}} daripada {{count}} serangan yang dimainkan dikesan.",
    },
  },
  control: controlled("alerts that are never written turn the alarm's probe red"),
  run: ({ house }) =>
    takenBack(async (db) => {
      const quiet = { ...house, config: { ...house.config, operatorEmail: null } };
      const plays = RULES.map((rule) => playOf(rule, house.now()));
      await insertSecurityEvents(
        db,
        plays.flatMap(({ events }) => events),
      );
      if ((await judge(quiet, db)) === null) return null;
      const { count: noticed } = await selectAlertsCountAbout(
        db,
        plays.map(({ about }) => about),
      );
      const count = RULES.length;
      return noticed === count
        ? keptAs("noticed", { count })
        : degradedAs("missed", { noticed, count });
    }, house.control),
};

/** As many events as the rule asks for, of an account, a network and things that exist nowhere. */
function playOf(rule: AlertRule, now: Date): { about: string; events: SecurityEvent[] } {
  const { of, per, counts, atLeast, where } = rule;
  const [how = "", field = ""] = counts.split(".");
  const value = randomUUID();
  const event = (i: number): SecurityEvent => ({
    kind: of[0] ?? "sign_in.failed",
    at: now,
    companyId: null,
    accountId: per === "account" ? value : null,
    network: per === "network" ? value : null,
    times: 1,
    detail: {
      [per.replace(/^detail\./, "")]: value,
      ...(where === undefined ? {} : { [where[0]]: where[1] }),
      ...(how === "distinct" ? { [field]: `${i}` } : {}),
      ...(how === "sum" ? { [field]: atLeast } : {}),
    },
  });
  return {
    about: `${per}:${value}`,
    events: Array.from({ length: how === "sum" ? 1 : atLeast }, (_, i) => event(i)),
  };
}
