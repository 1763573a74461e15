import { isLoopbackIp, proxyList, whyNotSecure } from "#platform/http/hosts.rules.ts";
import { controlled, DAY_MINUTES, degradedAs, type HouseProbe, keptAs } from "./probe.ts";

/** An address for documentation: no machine of anybody has it. */
const STRANGER = "192.0.2.1";

/** Whether anything from another machine gets in unencrypted. */
export const transport: HouseProbe = {
  name: "transport",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Played a visitor from another machine without TLS, and read what browsers are told.",
    ms: "Memainkan pelawat dari mesin lain tanpa TLS, dan membaca apa yang diberitahu kepada pelayar.",
  },
  finds: {
    here_only: {
      en: "This house answers on its own machine only, so nothing travels. A visitor from elsewhere is turned away.",
      ms: "Rumah ini hanya menjawab di mesinnya sendiri, jadi tiada apa yang bergerak. Pelawat dari tempat lain ditolak.",
    },
    encrypted: {
      en: "A visitor without TLS is turned away, and browsers are told to use nothing else for {{days}} days.",
      ms: "Pelawat tanpa TLS ditolak, dan pelayar diberitahu supaya tidak menggunakan cara lain selama {{days}} hari.",
    },
    clear: {
      en: "A visitor from another machine got in without TLS.",
      ms: "Pelawat dari mesin lain berjaya masuk tanpa TLS.",
    },
    no_hsts: {
      en: "Browsers are not told to use TLS only.",
      ms: "Pelayar tidak diberitahu supaya menggunakan TLS sahaja.",
    },
  },
  control: controlled("a house that trusts every proxy turns the transport's probe red"),
  async run({ house: { config }, ask }) {
    const isTrusted = proxyList(config.trustedProxies);
    const isOpen = [undefined, "http"].some(
      (forwardedProto) => whyNotSecure({ peer: STRANGER, forwardedProto }, isTrusted) === null,
    );
    const pretends = whyNotSecure({ peer: STRANGER, forwardedProto: "https" }, isTrusted) === null;
    if (isOpen || pretends) return degradedAs("clear");
    if (!config.publicUrl.startsWith("https:")) return keptAs("here_only");
    if (ask === null) return null;
    const { headers } = await ask("/sign-in");
    const seconds = /max-age=(\d+)/.exec(String(headers["strict-transport-security"] ?? ""))?.[1];
    if (seconds === undefined || Number(seconds) < 180 * 86_400) return degradedAs("no_hsts");
    return keptAs("encrypted", { days: Math.floor(Number(seconds) / 86_400) });
  },
};

/** Asks the database itself how this connection came in. */
export const links: HouseProbe = {
  name: "links",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Asked the database how our own connections reach it.",
    ms: "Bertanya pangkalan data bagaimana sambungan kami sampai kepadanya.",
  },
  finds: {
    local: {
      en: "All {{count}} connections stay on this machine.",
      ms: "Kesemua {{count}} sambungan kekal di mesin ini.",
    },
    encrypted: {
      en: "All {{count}} connections are encrypted ({{version}}), and the certificate is verified in full.",
      ms: "Kesemua {{count}} sambungan disulitkan ({{version}}), dan sijilnya disahkan sepenuhnya.",
    },
    clear: {
      en: "{{count}} connections to a database on another machine are not encrypted.",
      ms: "{{count}} sambungan ke pangkalan data di mesin lain tidak disulitkan.",
    },
    unverified: {
      en: "The certificate of the database is not verified.",
      ms: "Sijil pangkalan data tidak disahkan.",
    },
  },
  control: controlled("a database link without verification turns the links' probe red"),
  async run({ house, workshop }) {
    const { rows } = await house.control.query<{
      host: string | null;
      ssl: boolean;
      version: string | null;
    }>(
      `select host(a.client_addr) as host, s.ssl, s.version
         from pg_stat_activity a join pg_stat_ssl s using (pid)
        where a.application_name = 'kaunter' and a.backend_type = 'client backend'`,
    );
    const afar = rows.filter(({ host }) => host !== null && !isLoopbackIp(host));
    const clear = afar.filter(({ ssl }) => !ssl).length;
    if (clear > 0) return degradedAs("clear", { count: clear });
    if (!isVerified(workshop.serverUrl)) return degradedAs("unverified");
    const count = rows.length;
    return afar.length === 0
      ? keptAs("local", { count })
      : keptAs("encrypted", { count, version: afar[0]?.version ?? "TLS" });
  },
};

function isVerified(databaseUrl: string): boolean {
  const { hostname, searchParams } = new URL(databaseUrl);
  const host = searchParams.get("host") ?? hostname.replace(/^\[(.*)\]$/, "$1");
  const isHere = host.startsWith("/") || host === "localhost" || isLoopbackIp(host);
  return isHere || searchParams.get("sslmode") === "verify-full";
}
