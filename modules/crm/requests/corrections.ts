import { refuseIf } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { tellStep } from "./history.ts";
import type { RequestId } from "./requests.contract.ts";
import { whyNotCorrect } from "./requests.rules.ts";
import { lockRequest, markCorrected } from "./requests.sql.ts";

/**
 * A customer is changed because they asked for it: the request says that and which fields, the change says which
 * request. Refused where the request is not about them, or nobody has made sure that it is them.
 */
export async function noteCorrection(
  ctx: CommandCtx,
  id: RequestId,
  customerId: string,
  { after }: { readonly after: object },
): Promise<{ request: string }> {
  const request = await lockRequest(ctx.db, id, ctx.today);
  refuseIf(whyNotCorrect(request));
  refuseIf(request.customerId === customerId ? null : "crm.request.other_customer");
  await markCorrected(ctx.db, id, ctx.now);
  await tellStep(ctx, id, "corrected", { fields: Object.keys(after) });
  ctx.tell("crm.requests");
  return { request: showId("privacy_request", id) };
}
