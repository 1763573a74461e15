import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { type Kind, Problem } from "#kernel/errors.ts";
import type { Log } from "#platform/log/log.ts";
import { BEHIND_RETRY_S } from "#platform/tenancy/behind.ts";

const STATUS: Record<Kind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  refused: 409,
  stale: 412,
  too_many: 429,
};

const BUSY_RETRY_S = 5;
const RETRY_S: Record<string, number> = { "platform.database.behind": BEHIND_RETRY_S };

/** What others than our actions turn down, in our words. */
const FRAMEWORK: Record<string, { status: number; code: string }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: "input.too_large" },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { status: 415, code: "input.not_json_type" },
  FST_ERR_BAD_URL: { status: 400, code: "input.bad_address" },
  FST_ERR_MAX_PARAM_LENGTH: { status: 404, code: "route.not_found" },
  "platform.database.busy": { status: 503, code: "platform.database.busy" },
  "platform.database.behind": { status: 503, code: "platform.database.behind" },
  // The database cut us off before anything was committed: it is moved, returned, or stops.
  "57P01": { status: 503, code: "platform.database.busy" },
};

/** A problem as it is told: its kind, the stable code, what it is about, and the id to ask about it. */
export function answerProblem(reply: FastifyReply, problem: Problem, requestId: string) {
  const { code, details, kind } = problem;
  const retryAfterS = (details as { retryAfterS?: unknown } | undefined)?.retryAfterS;
  if (typeof retryAfterS === "number") reply.header("retry-after", retryAfterS);
  return reply.status(STATUS[kind]).send({ kind, code, details, requestId });
}

/** Anything that is no problem of ours is our bug: it is logged in full and told in one word. */
export const answerError =
  (log: Log) =>
  (error: FastifyError | Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (error instanceof Problem) return answerProblem(reply, error, request.id);
    const known = FRAMEWORK[error.code];
    const status = known?.status ?? error.statusCode ?? 500;
    if (status === 503)
      return reply
        .status(503)
        .header("retry-after", RETRY_S[known?.code ?? ""] ?? BUSY_RETRY_S)
        .send({ code: known?.code ?? "platform.busy", requestId: request.id });
    if (status < 500) {
      const code = known?.code ?? "input.invalid";
      if (status === 413) reply.header("connection", "close");
      return reply.status(status).send({ kind: "invalid", code, requestId: request.id });
    }
    log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, "unexpected");
    return reply.status(500).send({ code: "internal", requestId: request.id });
  };
