import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Problem, type Reason } from "#kernel/errors.ts";
import type { Config } from "#platform/config/config.ts";
import {
  isLoopbackHost,
  isLoopbackIp,
  proxyList,
  whyNotHost,
  whyNotSecure,
} from "./hosts.rules.ts";
import { whyNotFrom } from "./origin.rules.ts";

const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/** Why a connection is not answered; null when it came over TLS, or from this machine. */
export type WhyNotSecure = (request: IncomingMessage) => Reason | null;

export function securityOf(config: Config): WhyNotSecure {
  const isTrusted = proxyList(config.trustedProxies);
  return ({ socket, headers }) =>
    whyNotSecure(
      {
        peer: socket.remoteAddress ?? "127.0.0.1",
        forwardedProto: textOf(headers["x-forwarded-proto"]),
      },
      isTrusted,
    );
}

/** At the front door, raw doors included: nothing in the clear from other machines. */
export function guardConnection(app: FastifyInstance, whyNotSecure: WhyNotSecure): void {
  app.addHook("onRequest", (request, _reply, done) => done(closedBy(whyNotSecure(request.raw))));
}

/** Of pages and API: asked for by our own name, and changes only from our own pages. */
export function guardOrigin(
  room: FastifyInstance,
  publicUrl: string,
  hasOwnProof: (request: FastifyRequest) => boolean = () => false,
): void {
  room.addHook("onRequest", (request, _reply, done) => {
    const from = {
      method: request.method,
      host: request.host,
      origin: headerOf(request, "origin"),
      fetchSite: headerOf(request, "sec-fetch-site"),
      fetchMode: headerOf(request, "sec-fetch-mode"),
    };
    // A key is nothing that a browser sends along by itself.
    const whyNot = hasOwnProof(request) ? null : whyNotFrom(from, publicUrl);
    done(closedBy(whyNotHost(request.host, publicUrl) ?? whyNot));
  });
}

/** A form of another page can send text and forms, never JSON. */
export function guardJson(room: FastifyInstance): void {
  room.addHook("onRequest", (request, _reply, done) => {
    const { "content-length": length, "transfer-encoding": coding } = request.headers;
    const hasBody = coding !== undefined || (length !== undefined && length !== "0");
    const mustBeJson = request.method === "POST" || hasBody;
    const isJson = JSON_TYPE.test(request.headers["content-type"] ?? "");
    if (mustBeJson && !isJson) done(notJson());
    else done();
  });
}

/**
 * Whether the request was made on this very machine: the connection, the name it asks for, and no proxy in between that
 * brings somebody else's.
 */
export function isFromHere(request: FastifyRequest): boolean {
  const isForwarded = Object.keys(request.headers).some(
    (name) => name === "forwarded" || name === "via" || name.startsWith("x-forwarded-"),
  );
  return (
    !isForwarded &&
    isLoopbackIp(request.socket.remoteAddress ?? "127.0.0.1") &&
    isLoopbackHost(request.headers.host ?? "")
  );
}

const closedBy = (reason: Reason | null): Error | undefined =>
  reason === null ? undefined : new Problem("forbidden", reason);

const notJson = () =>
  Object.assign(new Error("not JSON"), { code: "FST_ERR_CTP_INVALID_MEDIA_TYPE", statusCode: 415 });

const headerOf = (request: FastifyRequest, name: string): string | undefined =>
  textOf(request.headers[name]);

const textOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(", ") : value;
