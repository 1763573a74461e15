import { sessionCookieFor } from "#platform/auth/cookies.ts";
import { controlled, degradedAs, HOUR_MINUTES, type HouseProbe, keptAs } from "./probe.ts";

const PATHS = ["/", "/sign-in", "/privacy", "/api/accounts/me", "/nothing-here"];
const POLICY = new Map([
  ["default-src", "'self'"],
  ["base-uri", "'none'"],
  ["object-src", "'none'"],
  ["frame-ancestors", "'none'"],
  ["form-action", "'self'"],
]);

/** Asks for pages as a stranger and reads what came: the policy, the page itself, and the cookies. */
export const pages: HouseProbe = {
  name: "pages",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: 12 * HOUR_MINUTES,
  tries: {
    en: "Asked for pages as a stranger would, and read their headers, their code and their cookies.",
    ms: "Meminta halaman seperti orang luar, dan membaca pengepala, kod dan kukinya.",
  },
  finds: {
    strict: {
      en: "{{pages}} of {{pages}} answers carry the strict policy; no inline code, no other host, no cookie before signing in.",
      ms: "{{pages}} daripada {{pages}} jawapan membawa dasar ketat; tiada kod sebaris, tiada hos lain, tiada kuki sebelum log masuk.",
    },
    loose: {
      en: "The answer for {{path}} does not carry the strict policy.",
      ms: "Jawapan bagi {{path}} tidak membawa dasar ketat.",
    },
    inline: {
      en: "The page {{path}} has code written into it, or asks another host.",
      ms: "Halaman {{path}} mempunyai kod sebaris, atau meminta hos lain.",
    },
    cookie: {
      en: "The answer for {{path}} sets a cookie that is not declared.",
      ms: "Jawapan bagi {{path}} menetapkan kuki yang tidak diisytiharkan.",
    },
  },
  control: controlled(
    "a door without its policy, and one with a tracking cookie, turn the pages' probe red",
  ),
  async run({ house, ask }) {
    if (ask === null) return null;
    for (const path of PATHS) {
      const answer = await ask(path).catch(nullIfShut);
      if (answer === null) return null;
      const { headers, body } = answer;
      if (!isStrict(String(headers["content-security-policy"] ?? "")))
        return degradedAs("loose", { path });
      if (!isOurOwn(body)) return degradedAs("inline", { path });
      const cookies = [headers["set-cookie"] ?? []].flat();
      const { name } = sessionCookieFor(house.config.publicUrl);
      if (cookies.some((cookie) => !String(cookie).startsWith(`${name}=`)))
        return degradedAs("cookie", { path });
    }
    return keptAs("strict", { pages: PATHS.length });
  },
};

/** Nobody listens: the house goes just now, or has not come yet. Nothing is learnt. */
function nullIfShut(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === "ECONNREFUSED") return null;
  throw error;
}

/** Exactly the promised directives, each with exactly its value. */
function isStrict(policy: string): boolean {
  const said = new Map(
    policy
      .split(";")
      .map((directive) => directive.trim().split(/\s+/))
      .map(([name = "", ...values]) => [name, values.join(" ")] as const),
  );
  return (
    said.size === POLICY.size && [...POLICY].every(([name, value]) => said.get(name) === value)
  );
}

/** Every script and style of the page is a file of ours. */
function isOurOwn(body: string): boolean {
  if (!/<html/i.test(body)) return true;
  const scripts = [...body.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)];
  const areFiles = scripts.every(
    ([, attributes = "", code = ""]) => /\bsrc="\//.test(attributes) && code.trim() === "",
  );
  const asksOthers = /(?:src|href)="(?:https?:)?\/\//i.test(body);
  return areFiles && !asksOthers && !/<style\b|\sstyle="|\son\w+="/i.test(body);
}
