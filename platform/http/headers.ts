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

/** The strict headers, the same for pages and API. No inline script or style is ever allowed, not even by a nonce. */
export function setStrictHeaders(room: FastifyInstance, publicUrl: string): void {
  room.register(helmet, {
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
    // Only this host: what else lives under the operator's name is not ours to decide.
    hsts: publicUrl.startsWith("https:") ? { maxAge: A_YEAR_S, includeSubDomains: false } : false,
  });
  room.addHook("onRequest", (_request, reply, done) => {
    reply.header("permissions-policy", PERMISSIONS_POLICY);
    done();
  });
}
