import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Problem } from "#kernel/errors.ts";
import type { House } from "#platform/house/house.ts";
import { BEHIND_RETRY_S } from "#platform/tenancy/behind.ts";

/** Who knocks at a raw door: the bytes as they came, for whoever must check a signature over them. */
export type RawKnock = {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly ip: string;
};

export type RawAnswer = {
  readonly status: number;
  readonly retryAfterS?: number;
  /** Plain text; empty when left out. */
  readonly body?: string;
  /** A file to keep, instead of text. */
  readonly file?: RawFile;
  /** A page or its stylesheet, to be looked at. */
  readonly shown?: { readonly type: "text/html" | "text/css"; readonly content: string };
  /** Where to look next, on this house: after a form was taken. */
  readonly location?: `/${string}`;
};

type RawFile = {
  /** `audit-log.jsonl.gz`: what it is called where it is kept. */
  readonly name: string;
  readonly type: string;
  readonly content: Readable | Buffer | string;
  /** One that can be gone on with when the line breaks (RFC 9110, section 14): `content` begins at that byte. */
  readonly part?: { readonly from: number; readonly of: number; readonly tag: string };
};

/** From which byte on is asked for: `bytes=1000-`. Null for every other range, and for none. */
export function rangeFrom({ range }: IncomingHttpHeaders): number | null {
  const [, from] = /^bytes=(\d{1,15})-$/.exec(range ?? "") ?? [];
  return from === undefined ? null : Number(from);
}

/**
 * A door beside the API, for platforms that send what they like: no session, no CSRF check, no JSON, no compression.
 * Whoever declares one answers for who may pass. A module lists its raw doors in modules/modules.ts.
 */
export type RawDoor = {
  readonly method: "GET" | "POST";
  /** As fastify writes it: `/in/:address`. */
  readonly path: string;
  readonly bodyMaxBytes: number;
  open(house: House): OpenRawDoor;
};

export type OpenRawDoor = {
  handle(knock: RawKnock): Promise<RawAnswer>;
  /** A body past the limit was not read; says how that is answered (413, or 404 where nobody lives). */
  tooLarge(knock: Omit<RawKnock, "body">): Promise<RawAnswer>;
  /** The process stops: what was begun is finished here. */
  close(): Promise<void>;
};

const NOTHING = Buffer.alloc(0);

/** Whoever opens such an address reads what stands there. */
const BEHIND = `This company’s data are being brought to a new version of Kaunter. Nothing is lost: come again in a few minutes.
Data syarikat ini sedang dibawa ke versi baharu Kaunter. Tiada yang hilang: sila datang semula dalam beberapa minit.
`;

/** Hangs the doors in a room of their own: none of the API's hooks runs while a store waits. */
export function hangRawDoors(app: FastifyInstance, house: House, doors: readonly RawDoor[]): void {
  app.register((room, _options, ready) => {
    room.removeAllContentTypeParsers();
    room.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
    for (const door of doors) hang(room, house, door);
    ready();
  });
}

function hang(room: FastifyInstance, house: House, door: RawDoor): void {
  const open = door.open(house);
  room.addHook("onClose", () => open.close());
  room.route({
    method: door.method,
    url: door.path,
    bodyLimit: door.bodyMaxBytes,
    handler: async (request, reply) =>
      send(reply, await open.handle({ ...knockOf(request), body: bodyOf(request) })),
    errorHandler: async (error, request, reply) => {
      if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") {
        // The rest of the body is still on its way: this connection cannot carry another request.
        reply.header("connection", "close");
        return send(reply, await open.tooLarge(knockOf(request)));
      }
      if (String(error.code) === "platform.database.behind")
        return send(reply, { status: 503, retryAfterS: BEHIND_RETRY_S, body: BEHIND });
      // Turned away at the front door: in the clear, from another machine.
      const status = error instanceof Problem ? 403 : (error.statusCode ?? 500);
      if (status >= 500)
        house.log.error({ err: error, requestId: request.id }, "a raw door failed");
      return send(reply, { status });
    },
  });
}

const bodyOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : NOTHING);

const knockOf = (request: FastifyRequest): Omit<RawKnock, "body"> => ({
  method: request.method,
  params: request.params as RawKnock["params"],
  query: request.query as RawKnock["query"],
  headers: request.headers,
  ip: request.ip,
});

function send(reply: FastifyReply, answer: RawAnswer): FastifyReply {
  if (answer.retryAfterS !== undefined) reply.header("retry-after", answer.retryAfterS);
  reply
    .status(answer.status)
    .header("cache-control", "no-store")
    .header("x-content-type-options", "nosniff")
    // What is behind these doors is for whoever was given the address.
    .header("x-robots-tag", "noindex, nofollow, noarchive");
  if (answer.location !== undefined) reply.header("location", answer.location);
  const { file, shown } = answer;
  if (shown !== undefined) return reply.type(`${shown.type}; charset=utf-8`).send(shown.content);
  if (file === undefined) return reply.type("text/plain; charset=utf-8").send(answer.body ?? "");
  if (file.part !== undefined) sayPart(reply, file.part);
  return reply.type(file.type).header("content-disposition", keptAs(file.name)).send(file.content);
}

function sayPart(reply: FastifyReply, { from, of, tag }: NonNullable<RawFile["part"]>): void {
  reply
    .header("accept-ranges", "bytes")
    .header("etag", tag)
    .header("content-length", of - from);
  if (from > 0) reply.status(206).header("content-range", `bytes ${from}-${of - 1}/${of}`);
}

/** Always something to keep, under a name that no quote and no sign beyond ASCII breaks out of (RFC 6266, RFC 8187). */
function keptAs(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%;]/g, "_");
  if (plain === name) return `attachment; filename="${name}"`;
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
