import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { constants } from "node:zlib";
import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import fastify, { type FastifyInstance } from "fastify";
import type { Action } from "#platform/actions/action.ts";
import { rightsOf } from "#platform/auth/sessions.ts";
import type { House } from "#platform/house/house.ts";
import { showMailbox } from "#platform/mail/mailbox-pages.ts";
import { answerError } from "./answers.ts";
import { bearerOf } from "./bearer.ts";
import { visitorsOf } from "./callers.ts";
import { guardConnection, guardJson, guardOrigin, securityOf } from "./guards.ts";
import { bareHeadersFor, setStrictHeaders } from "./headers.ts";
import { type HookDoor, openHookDoors, serverBehind } from "./hooks.ts";
import { readJson } from "./input.ts";
import { keysOf } from "./keys.ts";
import { HEARTBEAT_MS, streamLive } from "./live.ts";
import { countRequests, openMetrics, showMetrics } from "./metrics.ts";
import { describeApi } from "./openapi-routes.ts";
import { hangRawDoors, type RawDoor } from "./raw.ts";
import { routeActions } from "./routes.ts";
import { serveWeb } from "./web.ts";

export type Parts = {
  readonly house: House;
  readonly actions: readonly Action[];
  readonly doors: readonly RawDoor[];
  readonly hooks?: readonly HookDoor[];
  /** The built pages; null where only the API is wanted. */
  readonly webDir: string | null;
  /** How often an open screen's session is looked at again. */
  readonly heartbeatMs?: number;
};

const BODY_MAX_BYTES = 1024 * 1024;
const REQUEST_TIMEOUT_MS = 60_000;
const COMPRESS_FROM_BYTES = 1024;

/** The HTTP door: turns a request into a call, and a problem into a status. It decides nothing else. */
export async function httpServer(parts: Parts): Promise<FastifyInstance> {
  const { house, doors, hooks = [], webDir } = parts;
  const { config, log } = house;
  const metrics = openMetrics();
  const whyNotSecure = securityOf(config);
  const hookDoors = openHookDoors(house, hooks, { whyNotSecure, metrics });
  const app = fastify({
    serverFactory: (others, { keepAliveTimeout }) =>
      Object.assign(serverBehind(hookDoors, others), {
        requestTimeout: REQUEST_TIMEOUT_MS,
        keepAliveTimeout,
      }),
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    bodyLimit: BODY_MAX_BYTES,
    forceCloseConnections: "idle",
    genReqId: () => randomUUID(),
    frameworkErrors: (error, request, reply) => {
      answerError(log)(error, request, reply.headers(bareHeadersFor(config.publicUrl)));
    },
    clientErrorHandler: (_error, socket) => turnAway(socket, config.publicUrl),
  });
  await setStrictHeaders(app, config.publicUrl);
  app.setErrorHandler(answerError(log));
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    done();
  });
  countRequests(app, metrics);
  guardConnection(app, whyNotSecure);
  hangRawDoors(app, house, doors);
  app.addHook("preClose", () => hookDoors.close());

  app.register((room, _options, ready) => {
    openApi(room, parts);
    ready();
  });
  app.register((room, _options, ready) => {
    guardOrigin(room, config.publicUrl);
    showMetrics(room, house, metrics);
    showMailbox(room, house);
    serveWeb(room, webDir);
    ready();
  });
  await app.ready();
  return app;
}

/** What is no HTTP, or says its length in two ways, is not read any further: the connection ends with it. */
function turnAway(socket: Socket, publicUrl: string): void {
  if (!socket.writable) return;
  const headers = { ...bareHeadersFor(publicUrl), "content-length": "0", connection: "close" };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(["HTTP/1.1 400 Bad Request", ...lines, "", ""].join("\r\n"));
}

function openApi(
  room: FastifyInstance,
  { house, actions, heartbeatMs = HEARTBEAT_MS }: Parts,
): void {
  const rights = rightsOf(actions.flatMap((action) => ("needs" in action ? [action.needs] : [])));
  const visitors = visitorsOf(house, rights);

  guardOrigin(room, house.config.publicUrl, (request) => bearerOf(request) !== null);
  guardJson(room);
  room.register(cookie);
  room.register(compress, {
    threshold: COMPRESS_FROM_BYTES,
    encodings: ["br", "gzip"],
    // The default of 11 is for files that are packed once.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  room.addHook("onRequest", (_request, reply, done) => {
    reply.header("cache-control", "no-store");
    done();
  });
  room.removeAllContentTypeParsers();
  room.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    try {
      done(null, readJson(body.toString()));
    } catch (error) {
      done(error as Error);
    }
  });
  // Once their plugins are loaded, so that compression and cookies reach the routes.
  room.register((inner, _options, ready) => {
    routeActions(inner, { house, actions, rights, visitors, keys: keysOf(house, rights) });
    streamLive(inner, house, visitors, heartbeatMs);
    describeApi(inner, house, actions);
    ready();
  });
}
