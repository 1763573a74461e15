import { existsSync } from "node:fs";
import { join } from "node:path";
import serveStatic from "@fastify/static";
import type { FastifyInstance, FastifyRequest } from "fastify";

/**
 * The built pages. Names under `/assets/` carry a hash of their content and never change; everything else is asked for
 * anew. An address of the app itself is answered with its one page, anything else that is not there with 404.
 */
export function serveWeb(room: FastifyInstance, webDir: string | null): void {
  const isBuilt = webDir !== null && existsSync(join(webDir, "index.html"));
  if (isBuilt) {
    // The folder itself is no file: without this the first page would be forbidden.
    room.get("/", (_request, reply) => reply.sendFile("index.html"));
    room.register(serveStatic, {
      root: webDir,
      index: false,
      dotfiles: "ignore",
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const isHashed = path.startsWith(join(webDir, "assets"));
        reply.header(
          "cache-control",
          isHashed ? "public, max-age=31536000, immutable" : "no-cache",
        );
      },
    });
  }
  room.setNotFoundHandler((request, reply) => {
    if (isBuilt && isNavigation(request)) return reply.sendFile("index.html");
    return reply.status(404).send({ code: "route.not_found", requestId: request.id });
  });
}

/** A person opens a page: not a script that looks for data, a missing picture, or a door that is not there. */
function isNavigation(request: FastifyRequest): boolean {
  const path = request.url.split("?", 1)[0] ?? "";
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  if (/^\/(?:api|in|assets|mailbox)(?:\/|$)/.test(path) || /\.[a-z0-9]+$/i.test(path)) return false;
  return (request.headers.accept ?? "").includes("text/html");
}
