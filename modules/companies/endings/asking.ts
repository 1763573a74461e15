import { newId } from "#kernel/ids.ts";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { cancelIn } from "./cancelling.ts";
import { type EndingRow, selectEndings } from "./endings.sql.ts";

/** The operator cancels a company on request; it goes the same way as where an Admin does. Answers when it ends. */
export async function askForEnd(house: House, companyId: string): Promise<Date | null> {
  const access = await house.companies.access(companyId);
  if (access === null) return null;
  const caller: Caller = {
    access,
    actor: { kind: "system", id: null, name: "kaunter command", permissions: new Set() },
    request: { id: newId<"session">(), ip: null, userAgent: null },
    now: house.now(),
  };
  const { output, topics, leftJobs } = await inCompany(
    house,
    caller,
    "companies.endings.cancel",
    "read write",
    (ctx) => cancelIn(ctx, null),
  );
  afterCommit(house, caller, topics, leftJobs);
  return output.endsAt;
}

export const allEndings = (house: House): Promise<EndingRow[]> =>
  selectEndings(eachAlone(house.control));
