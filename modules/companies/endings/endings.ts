import { newId } from "#kernel/ids.ts";
import { newDownloadToken } from "#platform/auth/download-tokens.ts";
import { eachAlone, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { postMail } from "#platform/mail/outbox.ts";
import { forgetCompany, scrub } from "#platform/tenancy/ending.ts";
import type { Ground } from "../backups/backups.ts";
import { adminsOf } from "../members/admins.ts";
import { backupsGoneStatement, deletedStatement } from "./certificates.rules.ts";
import { layStone, type Stone, shownStatement, signed, stoneAt } from "./certificates.ts";
import { type Doomed, destroy, dryRun, type OnStep, removeCopies } from "./destroying.ts";
import { cancelledMail, destroyedMail } from "./endings.mails.ts";
import { backupsGoByOf, dayToTell, type Plan, roomFor } from "./endings.rules.ts";
import {
  type DoomedRow,
  type EndingRow,
  insertEnded,
  insertStatement,
  markBackupsGone,
  markDeleted,
  markDeleting,
  markPlanned,
  markProblem,
  markTold,
  selectCancelled,
  selectDeletedSince,
  selectDoomed,
  selectDue,
  selectOpenPlaces,
  selectWithBackups,
} from "./endings.sql.ts";

const HOUR_MS = 3_600_000;
/** They say what became of a company. */
const OUTLIVING = ["endings"];

/**
 * What the house does about companies that end: tells their Admins on the days meant for it, destroys those whose time has
 * come, a few an hour, and sees that no copy of their backups stays. One process at a time; what one that died had begun is
 * gone on with.
 */
export async function keepEndings(ground: Ground, onStep: OnStep = () => undefined): Promise<void> {
  await tellDays(ground.house);
  await destroyDue(ground, onStep);
  await clearCopies(ground);
}

async function tellDays(house: House): Promise<void> {
  const now = house.now();
  for (const ending of await selectCancelled(eachAlone(house.control), now)) {
    const day = dayToTell(ending, now);
    if (day === null) continue;
    await transaction(house.control, "read write", async (control) => {
      const company = await selectDoomed(control, ending.companyId);
      if (company === null || (await markTold(control, ending.id, day)) === 0) return;
      const said = { company: company.name, zone: company.zone, endsAt: ending.endsAt };
      for (const admin of await adminsOf(control, ending.companyId)) {
        const mail = cancelledMail(admin, { ...said, publicUrl: house.config.publicUrl }, day);
        await postMail(house, control, mail, now);
      }
    });
  }
}

async function destroyDue(ground: Ground, onStep: OnStep): Promise<void> {
  const { house } = ground;
  const control = eachAlone(house.control);
  const due = await selectDue(control, house.now());
  if (due.length === 0) return;
  const since = new Date(house.now().getTime() - HOUR_MS);
  const { count } = await selectDeletedSince(control, since);
  const room = roomFor(house.config.endingsPerHour, count);
  if (room < due.length)
    house.log.warn({ due: due.length, room }, "more companies end than may be destroyed an hour");
  const emptied: string[] = [];
  for (const ending of due.slice(0, room))
    try {
      emptied.push(...(await end(ground, ending, onStep)));
    } catch (error) {
      const why = (error as Error).message;
      // Tried again every few seconds; told of once.
      if (why !== ending.problem)
        house.log.error(
          { err: error, companyId: ending.companyId },
          "a company could not be ended",
        );
      await markProblem(control, ending.id, why);
    }
  if (emptied.length > 0) await scrubbed(ground, emptied);
}

/** Answers which tables of the control database lost rows. */
async function end(ground: Ground, ending: EndingRow, onStep: OnStep): Promise<string[]> {
  const { house } = ground;
  const control = eachAlone(house.control);
  const doomed = await selectDoomed(control, ending.companyId);
  if (doomed === null) throw new Error("its row in the control database is gone");
  const plan = await planned(ground, ending, doomed, onStep);
  await destroy(ground, doomed, plan, onStep);
  onStep("certificate");
  const emptied = await certify(ground, ending, doomed, plan);
  onStep("copies");
  await clearCopies(ground);
  return emptied;
}

/** Before anything is destroyed all of it is looked at and written down; from then on it is gone by that alone. */
async function planned(
  ground: Ground,
  ending: EndingRow,
  doomed: Doomed,
  onStep: OnStep,
): Promise<Plan> {
  if (ending.state === "deleting" && ending.plan !== null) return ending.plan;
  const control = eachAlone(ground.house.control);
  onStep("dry run");
  const plan = await dryRun(ground, doomed);
  await markPlanned(control, ending.id, plan);
  onStep("begin");
  if ((await markDeleting(control, ending.id, ground.house.now())) === 0)
    throw new Error("it was undone in this moment");
  return plan;
}

/** The last rows, what the house signs, and its mails: all of them or none. */
async function certify(
  { house }: Ground,
  ending: EndingRow,
  doomed: DoomedRow,
  plan: Plan,
): Promise<string[]> {
  const at = house.now();
  const backupsGoBy = backupsGoByOf(ending.cancelledAt);
  const token = newDownloadToken(ending.companyId);
  return transaction(house.control, "read write", async (control) => {
    const admins = await adminsOf(control, ending.companyId);
    const rowsOfTheHouse = await forgetCompany(control, ending.companyId, OUTLIVING);
    const said = { house: house.config.publicUrl, name: doomed.name, at, backupsGoBy };
    const text = deletedStatement(ending, { ...said, plan, rowsOfTheHouse });
    const statement = signed(house, "deleted", at, text);
    await insertStatement(control, ending.id, statement);
    const kept = planWithoutTables(plan);
    await markDeleted(control, ending.id, { at, backupsGoBy, linkHash: token.hash, plan: kept });
    const shown = shownStatement(house, statement);
    for (const admin of admins)
      await postMail(
        house,
        control,
        destroyedMail(admin, {
          ...shown,
          company: doomed.name,
          link: `${house.config.publicUrl}/api/companies/certificates/${token.shown}`,
          tables: plan.tables?.length ?? 0,
          rows: (plan.tables ?? []).reduce((sum, { rows }) => sum + rows, 0),
          backupsGoBy,
        }),
        at,
      );
    // Before the commit: where this one is put back to an earlier day, the stone is there already.
    await layStone(house, ending.region, {
      endingId: ending.id,
      companyId: ending.companyId,
      cancelledAt: ending.cancelledAt.toISOString(),
      endsAt: ending.endsAt.toISOString(),
      deletedAt: at.toISOString(),
      backupsGoBy: backupsGoBy.toISOString(),
      linkHash: token.hash.toString("base64"),
      keyId: statement.keyId,
      statement: text,
      signature: statement.signature.toString("base64"),
    });
    return rowsOfTheHouse.map(({ fromTable }) => fromTable).concat("companies", "endings");
  });
}

/** They stand in the certificate. */
const planWithoutTables = (plan: Plan): Plan => ({ ...plan, tables: null });

/** Copies go at once, and are looked for until none is left: a store may keep what it was told to remove for a while. */
async function clearCopies(ground: Ground): Promise<void> {
  const { house } = ground;
  const control = eachAlone(house.control);
  for (const ending of await selectWithBackups(control)) {
    const isClear = await removeCopies(ground, ending).catch((error: unknown) => {
      house.log.warn({ err: error, companyId: ending.companyId }, "a copy could not be removed");
      return false;
    });
    const at = house.now();
    if (isClear)
      await transaction(house.control, "read write", async (db) => {
        if ((await markBackupsGone(db, ending.id, at)) === 0) return;
        const text = backupsGoneStatement(ending, at);
        await insertStatement(db, ending.id, signed(house, "backups_gone", at, text));
      });
    else if (ending.backupsGoBy !== null && ending.backupsGoBy <= at)
      house.log.error({ companyId: ending.companyId }, "copies of backups are past their last day");
  }
}

async function scrubbed({ house, workshop }: Ground, tables: readonly string[]): Promise<void> {
  await scrub(workshop, tables).catch((error: unknown) =>
    house.log.warn({ err: error }, "the server writes over what was deleted in its own time"),
  );
}

/**
 * A control database that was put back to an earlier day knows companies that have ended since. Where their stone lies they
 * are ended again, without a word to anybody: their keys have been gone since then.
 */
export async function replayEndings(ground: Ground): Promise<number> {
  const { house } = ground;
  let count = 0;
  for (const place of await selectOpenPlaces(eachAlone(house.control))) {
    const stone = await stoneAt(house, place);
    if (stone === null) continue;
    await endAgain(ground, place, stone).catch((error: unknown) =>
      house.log.error({ err: error, companyId: place.companyId }, "a company could not be ended"),
    );
    count += 1;
  }
  return count;
}

async function endAgain(ground: Ground, place: Doomed, stone: Stone): Promise<void> {
  const { house } = ground;
  const plan = await dryRun(ground, place);
  await destroy(ground, place, plan, () => undefined);
  const emptied = await transaction(house.control, "read write", async (control) => {
    const gone = await forgetCompany(control, place.companyId, []);
    const id = newId<"ending">();
    await insertEnded(control, {
      ...endedBy(stone),
      id,
      region: place.region,
      plan: planWithoutTables(plan),
    });
    await insertStatement(control, id, statementOf(stone));
    return gone.map(({ fromTable }) => fromTable).concat("companies");
  });
  await removeCopies(ground, place);
  await scrubbed(ground, emptied);
}

const endedBy = (stone: Stone) => ({
  companyId: stone.companyId,
  cancelledAt: new Date(stone.cancelledAt),
  endsAt: new Date(stone.endsAt),
  deletedAt: new Date(stone.deletedAt),
  backupsGoBy: new Date(stone.backupsGoBy),
  linkHash: Buffer.from(stone.linkHash, "base64"),
});

const statementOf = ({ deletedAt, statement, keyId, signature }: Stone) => ({
  kind: "deleted" as const,
  at: new Date(deletedAt),
  ...{ statement, keyId, signature: Buffer.from(signature, "base64") },
});
