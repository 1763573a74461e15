import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";

/** What the pages never need: no camera, no place, no payment sheet, and no script may ask for them. */
const PERMISSIONS_POLICY = [
  "accelerometer",
  "autoplay",
  "browsing-topics",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "usb",
  "xr-spatial-tracking",
]
  .map((feature) => `${feature}=()`)
  .join(", ");

const A_YEAR_S = 31_536_000;

/**
 * The strict headers of all that fastify answers: pages, API, raw doors, and who is turned away at the front door. No inline
 * script or style is ever allowed, not even by a nonce. Awaited before any other hook, so that none answers without them.
 */
export async function setStrictHeaders(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: "same-origin" },
    frameguard: { action: "deny" },
    // Names below this one too: none of them may set a cookie for us over plain HTTP.
    hsts: isOverTls(publicUrl) ? { maxAge: A_YEAR_S, includeSubDomains: true } : false,
  });
  app.addHook("onRequest", (_request, reply, done) => {
    reply.header("permissions-policy", PERMISSIONS_POLICY);
    done();
  });
}

/** Of answers before and beside fastify, which carry a status and nothing to show. */
export const bareHeadersFor = (publicUrl: string): Readonly<Record<string, string>> => ({
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  ...(isOverTls(publicUrl)
    ? { "strict-transport-security": `max-age=${A_YEAR_S}; includeSubDomains` }
    : {}),
});

const isOverTls = (publicUrl: string): boolean => publicUrl.startsWith("https:");
