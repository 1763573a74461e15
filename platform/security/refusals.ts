import { Problem } from "#kernel/errors.ts";
import type { CompanyAction } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { noteSecurityEvent } from "./events.ts";

/** What somebody was refused at a company's door, and what they deleted there: part of what may be an attack. */
export function noteOutcome(
  house: House,
  { access, actor, request }: Caller,
  action: CompanyAction,
) {
  const who = {
    companyId: access.company.id,
    accountId: actor.kind === "person" ? actor.id : null,
    ip: request.ip,
  };
  return {
    /** Throws what came. */
    refused: (error: unknown): never => {
      if (error instanceof Problem) noteProblem(house, who, action, error);
      throw error;
    },
    done: <T>(output: T): T => {
      if (action.needs.endsWith(".delete"))
        noteSecurityEvent(house, {
          ...who,
          kind: "records.deleted",
          detail: { count: countIn(output) },
        });
      return output;
    },
  };
}

type Who = { companyId: string; accountId: string | null; ip: string | null };

function noteProblem(
  house: House,
  who: Who,
  { needs, does }: CompanyAction,
  problem: Problem,
): void {
  // Not who must first show who they are, or has yet to set something up.
  if (problem.kind === "forbidden" && problem.code.startsWith("platform.permission."))
    noteSecurityEvent(house, { ...who, kind: "permission.refused", detail: { permission: needs } });
  // An id that is well formed and not here: a record that is gone, or one of somebody else.
  if (problem.kind === "not_found" && does.path.includes(":"))
    noteSecurityEvent(house, { ...who, kind: "company.probed", detail: { door: does.path } });
}

function countIn(output: unknown): number {
  const { count, ids } = (output ?? {}) as { count?: unknown; ids?: unknown };
  if (typeof count === "number") return count;
  return Array.isArray(ids) ? ids.length : 1;
}
