import { PassThrough } from "node:stream";
import type { FastifyInstance } from "fastify";
import { Problem } from "#kernel/errors.ts";
import type { House } from "#platform/house/house.ts";
import { requireWorking, type Visitors } from "./callers.ts";

export const HEARTBEAT_MS = 25_000;
const STREAMS_MAX = 12;
const BUFFERED_MAX_BYTES = 256 * 1024;

/**
 * What changed, as server-sent events `{topics: […]}`, for as long as the session stands: each heartbeat looks again, so
 * that a screen left open ends with its session.
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
      // A reader that does not read is let go: it asks again when it is back.
      if (!stream.write(text)) stream.destroy();
    };
    const unsubscribe = house.live.subscribe(company.id, (topics) =>
      write(`data: ${JSON.stringify({ topics })}\n\n`),
    );
    const heartbeat = setInterval(async () => {
      const isStanding = await visitors.accountOf(request).then(
        (account) => account?.company?.id === company.id,
        () => true,
      );
      if (isStanding) write(": still here\n\n");
      else stream.end("event: ended\ndata: {}\n\n");
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
