import { newId } from "#kernel/ids.ts";
import { carryNotes, insertNote } from "#platform/audit/notes.ts";
import { eachAlone, transaction } from "#platform/db/db.ts";
import { dropCompanyDatabase, passwordContext } from "#platform/tenancy/clones.ts";
import { workshopAt } from "#platform/tenancy/clusters.ts";
import {
  finishMove,
  markCluster,
  moveDatabase,
  NotMoved,
  openAgain,
} from "#platform/tenancy/moving.ts";
import { alone, withAdmin } from "#platform/tenancy/server.ts";
import type { Ground } from "../backups/backups.ts";
import { databasesBeside } from "../backups/leaving.ts";
import {
  insertMove,
  type Move,
  type Moved,
  markMoveDone,
  markMoved,
  markMoveUndone,
  type Placed,
  selectPlaced,
  selectUnfinished,
} from "./moves.sql.ts";

const MOVE = "companies.companies.move";

/** Called before each step; whatever happens there, the next look finishes it or goes back. */
export type OnStep = (step: string) => void | Promise<void>;

/** Takes a company to another PostgreSQL of its region. One move at a time in a house. */
export function moveCompany(
  ground: Ground,
  companyId: string,
  to: string,
  pauseMaxMs: number,
  onStep: OnStep = () => undefined,
): Promise<Moved> {
  return oneAtATime(ground, async () => {
    await endUnfinished(ground);
    const placed = await selectPlaced(eachAlone(ground.house.control), companyId);
    if (placed === null) throw new NotMoved("There is no such open company.");
    await refuseUnfit(ground, placed, to);
    return move(ground, placed, to, pauseMaxMs, onStep);
  });
}

/** Those that whoever did them left unfinished when it died: finished where the company is there already, else gone back from. */
export const endLeftMoves = (ground: Ground): Promise<void> =>
  oneAtATime(ground, () => endUnfinished(ground));

const oneAtATime = <T>({ workshop }: Ground, work: () => Promise<T>): Promise<T> =>
  withAdmin(workshop.controlServerUrl, workshop.names.control, (client) =>
    alone(client, "company moves", work),
  );

async function refuseUnfit(
  { house, workshop }: Ground,
  { id, cluster, region }: Placed,
  to: string,
): Promise<void> {
  const wanted = workshop.clusters.find(({ name }) => name === to);
  if (wanted === undefined)
    throw new NotMoved(
      `There is no cluster ${to}: it is one of ${workshop.clusters.map(({ name }) => name).join(", ")}.`,
    );
  if (to === cluster) throw new NotMoved(`It lies on ${to} already.`);
  if (!wanted.regions.includes(region))
    throw new NotMoved(`Its data stay in their region ${region}, and ${to} is in another.`);
  if ((await databasesBeside(house, id)).length > 0)
    throw new NotMoved(
      "A backup of it is open, being proven, or was returned to within a week: try when that is over.",
    );
}

async function move(
  { house, workshop }: Ground,
  placed: Placed,
  to: string,
  pauseMaxMs: number,
  onStep: OnStep,
): Promise<Moved> {
  const control = eachAlone(house.control);
  const { id: companyId, databaseName, cluster } = placed;
  const at = { from: workshopAt(workshop, cluster), to: workshopAt(workshop, to) };
  const one = {
    id: newId<"company">(),
    companyId,
    databaseName,
    fromCluster: cluster,
    toCluster: to,
  };
  await insertMove(control, one, house.now());
  const password = workshop.sealer
    .openForHouse("company-role", passwordContext(companyId), placed.password)
    .toString();
  let moved: Moved | null = null;
  let note = "";
  try {
    await moveDatabase(
      at,
      databaseName,
      password,
      pauseMaxMs,
      async ({ tables, rows, pausedSince }) => {
        const done = {
          tables,
          rows,
          pausedMs: Math.ceil(performance.now() - pausedSince),
        };
        note = await transaction(house.control, "read write", async (db) => {
          await markCluster(db, companyId, to);
          await markMoved(db, one, done, house.now());
          return insertNote(house, db, companyId, noteOf(placed, to, done, house.now()));
        });
        moved = done;
        await house.companies.forget(companyId);
      },
      onStep,
    );
  } catch (error) {
    if (moved === null) await goBack({ house, workshop }, one, (error as Error).message);
    throw error;
  }
  if (moved === null) throw new Error("a move ended without an end");
  await onStep("drop");
  await finish({ house, workshop }, one);
  await carryNotes(house, [note]);
  return moved;
}

async function endUnfinished(ground: Ground): Promise<void> {
  for (const one of await selectUnfinished(eachAlone(ground.house.control))) {
    if (one.cluster === one.toCluster) await finish(ground, one);
    else await goBack(ground, one, "whoever moved it ended");
  }
}

/** The company is there: nothing of it stays where it was. */
async function finish({ house, workshop }: Ground, one: Move): Promise<void> {
  await house.companies.forget(one.companyId);
  await finishMove(workshopAt(workshop, one.toCluster), one.databaseName);
  await dropCompanyDatabase(workshopAt(workshop, one.fromCluster).serverUrl, one.databaseName);
  await markMoveDone(eachAlone(house.control), one);
}

/** The company is where it was: nothing of it stays where it was to go. */
async function goBack({ house, workshop }: Ground, one: Move, why: string): Promise<void> {
  await openAgain(workshopAt(workshop, one.fromCluster), one.databaseName);
  await dropCompanyDatabase(workshopAt(workshop, one.toCluster).serverUrl, one.databaseName);
  await markMoveUndone(eachAlone(house.control), one, why);
}

const noteOf = ({ id, name, cluster }: Placed, to: string, moved: Moved, now: Date) => ({
  doer: {
    actor: { kind: "system" as const, id: null, name: "kaunter command" },
    request: { id: crypto.randomUUID(), ip: null, userAgent: null },
    now,
  },
  action: MOVE,
  subject: { type: "company", id, name },
  change: { from: cluster, to, ...moved },
});
