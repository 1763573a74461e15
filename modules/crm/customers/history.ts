import { showId } from "#kernel/ids.ts";
import {
  askToLearnWords,
  type TimelineTold,
  tellTimeline,
  toldUnder,
} from "#modules/records/records.public.ts";
import type { CommandCtx, Subject } from "#platform/actions/context.ts";
import { askToLook } from "../duplicates/looking.ts";
import type { CustomerId } from "./customers.contract.ts";
import type { Known } from "./known.rules.ts";

export const CREATED = "crm.customer.created";

/** A customer as the audit log names them: by what is known. */
export const subjectOf = (
  id: CustomerId,
  { name, email, phone, phoneText }: Pick<Known, "name" | "email" | "phone" | "phoneText">,
): Subject => ({ type: "customer", id, name: name || email || phone || phoneText || "" });

/** When they were first known, and where. */
export async function tellCreated(
  ctx: CommandCtx,
  id: CustomerId,
  known: Known,
  enteredBy: string | null = ctx.actor.name,
): Promise<void> {
  await haveNoticed(ctx);
  await tellTimeline(ctx, [createdOf(id, known, enteredBy ?? "")]);
}

/** Somebody new, or known anew: their words are learnt, and whether they are one of the others is looked into. */
export async function haveNoticed(ctx: CommandCtx): Promise<void> {
  await askToLook(ctx);
  await askToLearnWords(ctx);
}

export function createdOf(id: CustomerId, known: Known, enteredBy: string): TimelineTold {
  const { firstConnectionId, createdAt } = known;
  const { storeName } = known.clocks;
  const detail =
    firstConnectionId === null
      ? { actor: enteredBy }
      : {
          from: showId("connection", firstConnectionId),
          ...(storeName === null ? {} : { store: storeName }),
        };
  return {
    subjectType: "customer",
    subjectId: id,
    key: CREATED,
    kind: CREATED,
    at: createdAt,
    detail,
  };
}

/** Who entered these, where a person did. */
export async function creatorsOf(
  ctx: CommandCtx,
  ids: readonly CustomerId[],
): Promise<Map<string, string>> {
  const told = await toldUnder(ctx, "customer", ids, CREATED);
  return new Map(
    told.flatMap(({ subjectId, detail }) =>
      typeof detail["actor"] === "string" ? [[subjectId, detail["actor"]]] : [],
    ),
  );
}
