import { PassThrough } from "node:stream";
import type { FastifyInstance } from "fastify";
import { Problem } from "#kernel/errors.ts";
import type { Account } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { isPermission } from "#platform/permissions/catalogue.ts";
import { requireWorking, type Visitors } from "./callers.ts";

export const HEARTBEAT_MS = 25_000;
const STREAMS_MAX = 12;
const BUFFERED_MAX_BYTES = 256 * 1024;

/**
 * What changed, as server-sent events `{topics: […]}`, for as long as the session stands. Before anything is told it is
 * looked at who hears it: a session that has ended hears no more, and what a role may not read is not named to it, from
 * the moment on that this changed. Each heartbeat looks again, so that a screen left open ends with its session.
 */
export function streamLive(
  room: FastifyInstance,
  house: House,
  visitors: Visitors,
  heartbeatMs: number,
): void {
  const open = new Map<string, Set<PassThrough>>();

  room.get("/api/live", { compress: false }, async (request, reply) => {
    const { sessionId, company } = requireWorking(await visitors.accountOf(request));
    const streams = open.get(sessionId) ?? new Set();
    if (streams.size >= STREAMS_MAX) throw new Problem("too_many", "platform.live.too_many");

    const stream = new PassThrough({ highWaterMark: BUFFERED_MAX_BYTES });
    open.set(sessionId, streams.add(stream));
    const write = (text: string) => {
      if (stream.writableEnded) return;
      // A reader that does not read is let go: it asks again when it is back.
      if (!stream.write(text)) stream.destroy();
    };
    /** Who hears, as it stands now; null when nobody does any more, undefined when it cannot be told just now. */
    const hearer = () =>
      visitors.accountOf(request).then(
        (account) => (account?.company?.id === company.id ? account : null),
        () => undefined,
      );
    const end = (): void => {
      stream.end("event: ended\ndata: {}\n\n");
    };
    const unsubscribe = house.live.subscribe(
      company.id,
      oneAfterAnother(async (topics) => {
        const account = await hearer();
        if (account === null) return end();
        const told = topics.filter((topic) => mayHear(account, topic));
        if (told.length > 0) write(`data: ${JSON.stringify({ topics: told })}\n\n`);
      }),
    );
    const heartbeat = setInterval(async () => {
      if ((await hearer()) === null) end();
      else write(": still here\n\n");
    }, heartbeatMs);
    stream.once("close", () => {
      clearInterval(heartbeat);
      unsubscribe();
      streams.delete(stream);
      if (streams.size === 0) open.delete(sessionId);
    });
    request.raw.once("close", () => stream.destroy());

    write("retry: 2000\n\n");
    return reply
      .header("x-accel-buffering", "no")
      .type("text/event-stream; charset=utf-8")
      .send(stream);
  });

  // Streams would keep the server from closing.
  room.addHook("preClose", (done) => {
    for (const streams of open.values()) for (const stream of streams) stream.end();
    done();
  });
}

/** A topic is named like what is read: `sales.orders` to who has `sales.orders.read`. One without a permission is anybody's. */
function mayHear(account: Account | undefined, topic: string): boolean {
  const permission = `${topic}.read`;
  if (!isPermission(permission)) return true;
  return account?.permissions.has(permission) ?? false;
}

/** What comes while one telling is on its way is gathered for the next: a rush costs one look at a time. */
function oneAfterAnother(
  tell: (topics: string[]) => Promise<void>,
): (topics: readonly string[]) => void {
  const waiting = new Set<string>();
  let isTelling = false;
  return async (topics) => {
    for (const topic of topics) waiting.add(topic);
    if (isTelling) return;
    isTelling = true;
    while (waiting.size > 0) {
      const next = [...waiting];
      waiting.clear();
      await tell(next);
    }
    isTelling = false;
  };
}
