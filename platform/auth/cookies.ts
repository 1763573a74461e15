import { SESSION_MS } from "./sessions.ts";

/** How the session cookie is called and kept: the one cookie there is. */
export type SessionCookie = {
  readonly name: string;
  readonly options: {
    readonly path: "/";
    readonly httpOnly: true;
    readonly sameSite: "lax";
    readonly secure: boolean;
    readonly maxAge: number;
  };
};

/**
 * `__Host-` binds the cookie to this very host and to TLS. A browser that comes over plain HTTP on loopback may refuse
 * it, hence the twin without prefix there; each house takes only its own kind.
 */
export function sessionCookieFor(publicUrl: string): SessionCookie {
  const secure = publicUrl.startsWith("https:");
  return {
    name: secure ? "__Host-kaunter" : "kaunter",
    options: { path: "/", httpOnly: true, sameSite: "lax", secure, maxAge: SESSION_MS / 1000 },
  };
}
