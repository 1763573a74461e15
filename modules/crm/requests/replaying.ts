import { newId } from "#kernel/ids.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { type Mark, markText } from "#platform/privacy/keeper.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import type { Said } from "../customers/person.ts";
import {
  type HandedErasure,
  insertErasure,
  markErased,
  selectCompaniesWithErasures,
  selectDoneErasures,
  selectHandedErasures,
} from "./erasing.sql.ts";
import { erasePerson } from "./erasing.ts";
import { tellStep } from "./history.ts";
import type { Keepers } from "./keeping.ts";
import { subjectOf } from "./opening.ts";

const REPLAY = "crm.requests.replay";

/**
 * Erases again whoever a database has that was put back to an earlier day: the control database knows every erasure, and
 * this one says which of them it has been through. Answers how many were done again. Safe at any time; after a restore
 * it has to come before anything else.
 */
export async function replayErasures(
  house: House,
  access: CompanyAccess,
  keepers: Keepers,
): Promise<number> {
  const control = eachAlone(house.control);
  const handed = await selectHandedErasures(control, access.company.id);
  if (handed.length === 0) return 0;
  const db = eachAlone(access.pool);
  const done = new Set((await selectDoneErasures(db)).map(({ requestId }) => requestId));
  const missing = handed.filter(({ requestId }) => !done.has(requestId));
  if (missing.length === 0) return 0;

  const found = await foundAgain(house, access, keepers, missing);
  for (const erasure of missing)
    await replay(house, access, keepers, erasure, found.get(erasure.requestId) ?? NOBODY);
  return missing.length;
}

/** The same for every company of which anybody was erased. */
export async function replayAllErasures(house: House, keepers: Keepers): Promise<void> {
  for (const { id } of await selectCompaniesWithErasures(eachAlone(house.control))) {
    const access = await house.companies.accessUnlessBehind(id);
    if (access === null) continue;
    const count = await replayErasures(house, access, keepers);
    if (count > 0)
      house.log.warn({ companyId: id, count }, "erasures were replayed after a restore");
  }
}

const NOBODY: Said = { customers: [], emails: [], phones: [], accounts: [] };
const PLACE = {
  customer: "customers",
  email: "emails",
  phone: "phones",
  store: "accounts",
} as const;

/** Looks through all that anybody is known by, for what the hashes stand for. */
async function foundAgain(
  house: House,
  access: CompanyAccess,
  keepers: Keepers,
  missing: readonly HandedErasure[],
): Promise<Map<string, Said>> {
  const requestOf = new Map<string, string>();
  for (const { requestId, hashes } of missing)
    for (const hash of hashes) requestOf.set(hash.toString("hex"), requestId);
  const found = new Map<string, Said>();
  const look = (mark: Mark) => {
    const hash = house.keys.pseudonymOf(access.company.id, markText(mark)).toString("hex");
    const requestId = requestOf.get(hash);
    if (requestId === undefined) return;
    const said = found.get(requestId) ?? NOBODY;
    const place = PLACE[mark.kind];
    found.set(requestId, { ...said, [place]: [...said[place], mark.key] });
  };
  const db = eachAlone(access.pool);
  for (const { marks } of keepers)
    if (marks !== undefined) for await (const page of marks(db)) page.forEach(look);
  return found;
}

async function replay(
  house: House,
  access: CompanyAccess,
  keepers: Keepers,
  erasure: HandedErasure,
  said: Said,
): Promise<void> {
  const caller: Caller = {
    access,
    actor: { kind: "system", id: null, name: "Kaunter", permissions: new Set() },
    request: { id: newId<"session">(), ip: null, userAgent: null },
    now: house.now(),
  };
  const { topics, leftJobs } = await inCompany(house, caller, REPLAY, "read write", (ctx) =>
    replayIn(ctx, keepers, erasure, said),
  );
  afterCommit(house, caller, topics, leftJobs);
}

async function replayIn(
  ctx: CommandCtx,
  keepers: Keepers,
  { requestId: id, erasedAt, hashes }: HandedErasure,
  said: Said,
): Promise<void> {
  const { erased } = await erasePerson(ctx, keepers, said, erasedAt, hashes);
  // A request that the backup still had open is answered by this.
  const isHere = (await markErased(ctx.db, [id], erasedAt)) > 0;
  await insertErasure(ctx.db, id, erasedAt, ctx.now);
  if (isHere) await tellStep(ctx, id, "erased", { again: true });
  await ctx.audit(subjectOf(id), { again: true, erased });
  ctx.tell("crm.requests", "records.timeline");
}
