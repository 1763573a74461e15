/** Every setting there is, for the README, `kaunter settings` and the hint after a typing error. */
export const SETTINGS = [
  {
    name: "KAUNTER_DIR",
    default: ".kaunter",
    does: "Folder for the database, keys and files of this installation.",
  },
  {
    name: "KAUNTER_HOST",
    default: "127.0.0.1",
    does: "Address to listen on. Anything but loopback needs a TLS proxy in front (the next two).",
  },
  {
    name: "KAUNTER_PORT",
    default: "4880",
    does: "Port to listen on. Without it, the next free one from 4880.",
  },
  {
    name: "KAUNTER_PUBLIC_URL",
    default: "http://<host>:<port>",
    does: "Address that browsers and stores use. `https://…` unless it is this machine.",
  },
  {
    name: "KAUNTER_TRUSTED_PROXIES",
    default: "",
    does: "Proxies whose X-Forwarded headers are believed: `10.0.0.5, 10.1.0.0/16`.",
  },
  {
    name: "KAUNTER_DATABASE_URL",
    default: "the bundled PostgreSQL",
    does: "PostgreSQL 15 or newer, as a role that may create databases and roles. TLS with full verification unless it is a socket or loopback.",
  },
  {
    name: "KAUNTER_DATABASE_CA",
    default: "the system's",
    does: "File with the certificate authority of that PostgreSQL.",
  },
  {
    name: "KAUNTER_DATABASE_CONNECTIONS",
    default: "60",
    does: "Connections that all companies share.",
  },
  {
    name: "KAUNTER_READY_COMPANIES",
    default: "2",
    does: "Empty company databases kept ready, so that signing up takes no time.",
  },
  {
    name: "KAUNTER_SMTP_URL",
    default: "the built-in mailbox",
    does: "Where mail leaves: `smtps://user:password@mail.example.com`.",
  },
  {
    name: "KAUNTER_MAIL_FROM",
    default: "Kaunter <kaunter@localhost>",
    does: "Sender of the house's own mail. Needed with KAUNTER_SMTP_URL.",
  },
  {
    name: "KAUNTER_OPERATOR_EMAIL",
    default: "",
    does: "Who operates this house: told of attacks and of promises that no longer hold, and named in the privacy policy.",
  },
  {
    name: "KAUNTER_MASTER_KEY",
    default: "",
    does: "The master key's versions, `<version>:<base64 of 32 bytes>`, newest last, separated by commas or lines.",
  },
  {
    name: "KAUNTER_MASTER_KEY_FILE",
    default: "<KAUNTER_DIR>/master.key",
    does: "File with the same lines. The default one is made at the first start: back it up apart from the data.",
  },
  {
    name: "KAUNTER_ROLE",
    default: "all",
    does: "What this process does: `api`, `worker` or `all`. Apart they need KAUNTER_DATABASE_URL.",
  },
  {
    name: "KAUNTER_LOG",
    default: "info",
    does: "How much is logged: trace, debug, info, warn, error, fatal or silent.",
  },
  {
    name: "KAUNTER_REGIONS",
    default: "my-1=Malaysia",
    does: "Regions a company may choose: `my-1=Malaysia, sg-1=Singapore`.",
  },
  {
    name: "KAUNTER_CLUSTERS",
    default: "",
    does: "More PostgreSQL servers for companies' databases, each with its region and how many it takes: `main=300, sg-a=postgres://…?region=sg-1&room=500`. `main` is the one of KAUNTER_DATABASE_URL or the bundled one.",
  },
  {
    name: "KAUNTER_BACKUPS_DIR",
    default: "<KAUNTER_DIR>/backups",
    does: "Folder for the companies' backups, sealed. Best on another disk or machine than the database.",
  },
  {
    name: "KAUNTER_COUNTRY_TABLE",
    default: "the one that came with this version",
    does: "File in MaxMind's format (`.mmdb`) that says which network is in which country: for sessions and alerts. Iptoasn, DB-IP and GeoLite2 fit. Read at the start.",
  },
  {
    name: "KAUNTER_BACKUPS_S3",
    default: "",
    does: "A bucket for them instead, of any store that speaks S3: `https://KEYID:SECRET@s3.example.com/bucket?region=eu-1`, or one for each region: `my-1=https://…, sg-1=https://…`.",
  },
  {
    name: "KAUNTER_ENDINGS_PER_HOUR",
    default: "10",
    does: "How many cancelled companies may be destroyed within an hour, when their 30 days are over. 0 holds them all.",
  },
  {
    name: "KAUNTER_STRIPE_KEY",
    default: "",
    does: "Secret key of the Stripe account through which companies pay for the service: `sk_live_…`. Without it nobody is billed and nothing of it is shown.",
  },
  {
    name: "KAUNTER_STRIPE_WEBHOOK_SECRET",
    default: "",
    does: "Signing secret of Stripe's webhook endpoint, which is `<KAUNTER_PUBLIC_URL>/stripe/events`: `whsec_…`. Needed with the key.",
  },
  {
    name: "KAUNTER_STRIPE_URL",
    default: "https://api.stripe.com",
    does: "Where Stripe's API answers. `https://…` unless it is this machine.",
  },
  {
    name: "KAUNTER_METRICS_TOKEN",
    default: "",
    does: "Bearer token for /metrics from other machines, 16 characters or more.",
  },
] as const;

export type SettingName = (typeof SETTINGS)[number]["name"];

/** For tests and for working on the screens; the running house does not look at them. */
const NOT_SETTINGS = /^KAUNTER_(TEST_|WEB_|CHROMIUM$)/;

/** A sentence for each name that looks like a setting and is none. */
export function unknownNames(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = SETTINGS.map(({ name }): string => name);
  return Object.keys(env)
    .filter((name) => name.startsWith("KAUNTER_") && !NOT_SETTINGS.test(name))
    .filter((name) => !known.includes(name))
    .map((name) => {
      const [nearest = ""] = known.toSorted((a, b) => distance(name, a) - distance(name, b));
      const hint = distance(name, nearest) <= 4 ? ` Did you mean ${nearest}?` : "";
      return `${name} is not a setting of Kaunter.${hint} \`npm run kaunter -- settings\` lists them all.`;
    });
}

/** How many letters must be added, left out or changed to get from one to the other. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const row = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const changed = (above[j] ?? 0) + (letter === other ? 0 : 1);
      row.push(Math.min(changed, (above[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1));
    }
    above = row;
  }
  return above.at(-1) ?? 0;
}
