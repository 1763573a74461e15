import { tellTimeline } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { RequestId } from "./requests.contract.ts";

/** Each step of a request is told once; what can be done again (a pack, a reminder) each time. */
type Step =
  | "received"
  | "matched"
  | "identified"
  | "packed"
  | "corrected"
  | "reminded"
  | "erasing"
  | "erased"
  | "answered"
  | "refused";

/** Nothing of the person stands here: it stays when they are erased. */
export const tellStep = (
  ctx: CommandCtx,
  id: RequestId,
  step: Step,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const { actor, now } = ctx;
  return tellTimeline(ctx, [
    {
      subjectType: "privacy_request",
      subjectId: id,
      key: `crm.request.${step}:${now.getTime()}`,
      kind: `crm.request.${step}`,
      at: now,
      detail: { ...(actor.kind === "person" ? { actor: actor.name } : {}), ...detail },
    },
  ]);
};
