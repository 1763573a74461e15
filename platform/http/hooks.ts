import assert from "node:assert/strict";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { House } from "#platform/house/house.ts";
import type { WhyNotSecure } from "./guards.ts";
import { bareHeadersFor } from "./headers.ts";
import type { Metrics } from "./metrics.ts";

/** A delivery of a platform: the bytes as they came, for whoever must check a signature over them. */
export type Knock = {
  /** What stands in the path where the door's path has its parameter. */
  readonly param: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type HookAnswer = {
  readonly status: number;
  readonly retryAfterS?: number;
};

/**
 * A door for webhooks: a platform sends what it likes, signed. No session, no CSRF check, no JSON, no compression, and
 * an answer is a status. Whoever declares one answers for who may pass; it is listed in modules/modules.ts.
 */
export type HookDoor = {
  readonly method: "POST";
  /** Ends in its one parameter: `/in/:address`. */
  readonly path: `/${string}/:${string}`;
  readonly bodyMaxBytes: number;
  open(house: House): OpenHookDoor;
};

export type OpenHookDoor = {
  handle(knock: Knock): Promise<HookAnswer>;
  /** A body past the limit was not read; says how that is answered (413, or 404 where nobody lives). */
  tooLarge(knock: Omit<Knock, "body">): Promise<HookAnswer>;
  /** The process stops: what was begun is finished here. */
  close(): Promise<void>;
};

export type HookDoors = {
  /** Takes the request when it knocks at one of the doors; false: it is somebody else's. */
  take(request: IncomingMessage, response: ServerResponse): boolean;
  /** From now on whoever knocks is asked to come again; resolves when what was begun is done. */
  close(): Promise<void>;
};

type Hung = { readonly prefix: string; readonly door: HookDoor; readonly open: OpenHookDoor };

const CLOSING: HookAnswer = { status: 503, retryAfterS: 5 };
const NOT_SECURE: HookAnswer = { status: 403 };
const FAILED: HookAnswer = { status: 500 };
const CLOSED = ["connection", "close"];

/**
 * The doors stand before fastify: what it does for the API (routing, hooks, schemas) took a third of the time of the
 * HTTP side here, while a store waits and nothing of it is needed.
 */
export function openHookDoors(
  house: House,
  doors: readonly HookDoor[],
  { whyNotSecure, metrics }: { whyNotSecure: WhyNotSecure; metrics: Metrics },
): HookDoors {
  const hung = doors.map((door): Hung => {
    const [, prefix] = /^(\/[^:]+\/):\w+$/.exec(door.path) ?? [];
    assert(prefix !== undefined, `${door.path} ends in its one parameter`);
    return { prefix, door, open: door.open(house) };
  });
  const bare = Object.entries(bareHeadersFor(house.config.publicUrl)).flat();
  let isClosing = false;

  function take(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url ?? "/";
    const at = hung.find(
      ({ prefix, door }) => url.startsWith(prefix) && request.method === door.method,
    );
    const param = at === undefined ? null : paramIn(url, at.prefix);
    if (at === undefined || param === null) return false;
    const began = performance.now();
    const reply = (answer: HookAnswer, isLast = false) => {
      send(response, answer, [...bare, ...(isLast ? CLOSED : [])]);
      metrics.count(at.door.method, at.door.path, answer.status, performance.now() - began);
    };
    if (isClosing) reply(CLOSING, true);
    else if (whyNotSecure(request) !== null) reply(NOT_SECURE, true);
    else hear(house, at, { param, headers: request.headers }, request, reply);
    return true;
  }

  return {
    take,
    close: async () => {
      isClosing = true;
      await Promise.all(hung.map(({ open }) => open.close()));
    },
  };
}

/** A server that asks these doors first. */
export const serverBehind = (doors: HookDoors, others: RequestListener): Server =>
  createServer((request, response) => {
    if (!doors.take(request, response)) others(request, response);
  });

/** One step of the path and nothing else; null where there is more. */
function paramIn(url: string, prefix: string): string | null {
  const query = url.indexOf("?");
  const param = url.slice(prefix.length, query < 0 ? url.length : query);
  return param === "" || param.includes("/") ? null : param;
}

function hear(
  house: House,
  { door, open }: Hung,
  knock: Omit<Knock, "body">,
  request: IncomingMessage,
  reply: (answer: HookAnswer, isLast?: boolean) => void,
): void {
  const parts: Buffer[] = [];
  let bytes = 0;
  const refuse = () => {
    request.removeAllListeners("data").removeAllListeners("end");
    // The rest of the body is still on its way: this connection cannot carry another request.
    void answered(house, open.tooLarge(knock)).then((answer) => reply(answer, true));
  };
  if (Number(request.headers["content-length"] ?? 0) > door.bodyMaxBytes) {
    refuse();
    return;
  }
  request.on("data", (part: Buffer) => {
    parts.push(part);
    bytes += part.length;
    if (bytes > door.bodyMaxBytes) refuse();
  });
  request.on("end", () => {
    const body = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    void answered(house, open.handle({ ...knock, body })).then((answer) => reply(answer));
  });
  // Whoever hangs up gets no answer, and nothing was begun.
  request.on("error", () => {});
}

const answered = (house: House, answer: Promise<HookAnswer>): Promise<HookAnswer> =>
  answer.catch((error: unknown) => {
    house.log.error({ err: error }, "a delivery was not answered");
    return FAILED;
  });

function send(
  response: ServerResponse,
  { status, retryAfterS }: HookAnswer,
  headers: string[],
): void {
  if (retryAfterS !== undefined) headers.push("retry-after", String(retryAfterS));
  headers.push("content-length", "0");
  response.writeHead(status, headers).end();
}
