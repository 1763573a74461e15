import { newId } from "#kernel/ids.ts";
import { type Db, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { selectSecurityEvents } from "#platform/security/events.sql.ts";
import { securityEventsWritten } from "#platform/security/events.ts";
import { alertMail } from "./alerts.mails.ts";
import { attacksIn, LOOK_BACK_MINUTES, type Seen } from "./alerts.rules.ts";
import {
  insertAlert,
  lockAlertRound,
  markAlertGoesOn,
  markAlertRound,
  type Raised,
  selectCompaniesOf,
} from "./alerts.sql.ts";
import { RULES } from "./thresholds.rules.ts";
import { tellAdmins } from "./told.ts";
import { wordsOf } from "./words.rules.ts";

const MINUTE_MS = 60_000;
/** The same attack after so long a silence is a new one, and is told anew. */
const QUIET_MS = 60 * MINUTE_MS;
const EVENTS_MAX = 20_000;

/** Judges what was noted lately, and tells whom it concerns. Returns how many new alerts there are. Safe to run twice. */
export async function raiseAlerts(house: House): Promise<number> {
  await securityEventsWritten(house);
  const judged = await transaction(house.control, "read write", (db) => judge(house, db));
  for (const id of judged?.companies ?? []) house.live.publish(id, ["trust.alerts"]);
  return judged?.raised ?? 0;
}

type Judged = { readonly raised: number; readonly companies: ReadonlySet<string> };

/** In the caller's transaction, so that the drill can take everything back. Null while another process judges. */
export async function judge(house: House, db: Db): Promise<Judged | null> {
  const companies = new Set<string>();
  const now = house.now();
  const round = await lockAlertRound(db, now);
  if (round === null) return null;
  const since = new Date(now.getTime() - LOOK_BACK_MINUTES * MINUTE_MS);
  const events = await selectSecurityEvents(db, since, EVENTS_MAX);
  const newest = events.reduce((max, { id }) => Math.max(max, id), 0);
  if (newest <= round.eventId) return { raised: 0, companies };

  let raised = 0;
  for (const seen of attacksIn(events, now))
    for (const companyId of await companiesOf(db, seen)) {
      if (companyId !== null) companies.add(companyId);
      raised += await keep(house, db, alertOf(seen, companyId), seen);
    }
  await markAlertRound(db, newest, now);
  return { raised, companies };
}

/** Nobody's company: the operator alone is told. */
async function companiesOf(db: Db, seen: Seen): Promise<(string | null)[]> {
  if (seen.companyId !== null) return [seen.companyId];
  if (seen.accountIds.length === 0) return [null];
  const rows = await selectCompaniesOf(db, seen.accountIds);
  return rows.length === 0 ? [null] : rows.map(({ companyId }) => companyId);
}

async function keep(house: House, db: Db, alert: Raised, { rule }: Seen): Promise<number> {
  const now = house.now();
  if ((await markAlertGoesOn(db, alert, new Date(now.getTime() - QUIET_MS))) > 0) return 0;
  await insertAlert(db, alert, now);
  const words = wordsOf(rule.words, alert.facts);
  const facts = { network: alert.network, at: alert.lastAt };
  await tellAdmins(house, db, alert.companyId === null ? [] : [alert.companyId], (to) =>
    alertMail(to, words, facts, house.config.publicUrl),
  );
  return 1;
}

const alertOf = (seen: Seen, companyId: string | null): Raised => ({
  id: newId<"alert">(),
  kind: seen.rule.kind,
  companyId,
  accountId: seen.accountIds.length === 1 ? (seen.accountIds[0] ?? null) : null,
  about: seen.about,
  network: seen.network,
  beganAt: seen.beganAt,
  lastAt: seen.lastAt,
  eventsCount: seen.count,
  facts: {
    count: seen.count,
    minutes: seen.rule.withinMinutes,
    rule: RULES.indexOf(seen.rule),
  },
});
