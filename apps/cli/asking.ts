import { newId } from "#kernel/ids.ts";
import { type Action, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { CliProblem } from "./command.ts";

type CompanyAction = Extract<Action, { door: "company" }>;

/** The company of that name, or the only one there is; as the house itself, with these permissions. */
export async function companyCaller(
  house: House,
  name: string | undefined,
  needs: readonly string[],
): Promise<Caller> {
  const all = await Promise.all(
    (await house.companies.all()).map((id) => house.companies.accessUnlessBehind(id)),
  );
  const found = all.filter(
    (access) => access !== null && (name === undefined || access.company.name === name),
  );
  const [access] = found;
  if (access === null || access === undefined)
    throw new CliProblem(
      name === undefined
        ? "There is no company yet: sign up first."
        : `No company is named "${name}".`,
    );
  if (found.length > 1)
    throw new CliProblem("There are several companies: say which one with --company NAME.");
  return {
    access,
    actor: { kind: "system", id: null, name: "kaunter command", permissions: new Set(needs) },
    request: { id: newId<"session">(), ip: null, userAgent: null },
    now: house.now(),
  };
}

/** Asks an action as the wire would; what comes back is as the wire would carry it. */
export const ask = async <Reply>(
  house: House,
  caller: Caller,
  action: unknown,
  input: object,
): Promise<Reply> => (await perform(action as CompanyAction, house, caller, input)) as Reply;
