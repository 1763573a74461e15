import { resolve } from "node:path";
import { type SettingName, unknownNames } from "./settings.ts";
import {
  type BackupPlace,
  type Clusters,
  clustersOf,
  databaseUrlOf,
  emailOf,
  givenKeysOf,
  hostIn,
  hostOf,
  isLoopback,
  keyFileAt,
  type MasterKeySource,
  mailFromOf,
  oneOf,
  proxiesOf,
  publicUrlOf,
  type Region,
  regionsOf,
  type StripePlace,
  s3Of,
  smtpUrlOf,
  stripeKeyOf,
  stripeSecretOf,
  stripeUrlOf,
  tokenOf,
  urlAt,
  Wrong,
  wholeBetween,
} from "./values.ts";

/** How one process is to run. Made once from the environment, handed down, never read again. */
export type Config = {
  /** Where the house keeps what is its own: database, keys, files. */
  readonly dir: string;
  readonly host: string;
  readonly port: number;
  /** Whether the person chose the port. If not, the next free one will do. */
  readonly isPortFixed: boolean;
  /** Where browsers and stores reach the house, without a slash at the end. */
  readonly publicUrl: string;
  readonly isPublicUrlFixed: boolean;
  /** Addresses and ranges whose X-Forwarded-… headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Null: the bundled PostgreSQL. The address carries its own TLS settings. */
  readonly databaseUrl: string | null;
  /** How many connections all companies' pools may hold together. */
  readonly databaseConnections: number;
  /** How many companies' databases wait ready for the next sign-up. */
  readonly readyCompanies: number;
  /** Null: the built-in mailbox. */
  readonly smtpUrl: string | null;
  /** Whether mail may only leave over TLS: always, but to this machine. */
  readonly isSmtpTlsRequired: boolean;
  readonly mailFrom: string;
  /** Whom the house tells of attacks and of promises that no longer hold. Null: only the companies' Admins. */
  readonly operatorEmail: string | null;
  readonly masterKey: MasterKeySource;
  readonly role: Role;
  readonly logLevel: LogLevel;
  readonly regions: readonly Region[];
  /** Where companies' databases lie, beside the database server itself. */
  readonly clusters: Clusters;
  /** Where the companies' backups lie. */
  readonly backupsDir: string;
  /** Which network is in which country, as an operator renews it. Null: the table that came with the house. */
  readonly countryTable: string | null;
  /** Buckets where they lie instead; none: in that folder. */
  readonly backupPlaces: readonly BackupPlace[];
  /** So many cancelled companies may be destroyed within an hour: a mistake is noticed before it is done everywhere. */
  readonly endingsPerHour: number;
  /** How companies pay for the service. Null: they do not, and nothing of it is there. */
  readonly stripe: StripePlace | null;
  /** What a scraper from another machine must send as a bearer token. Null: loopback only. */
  readonly metricsToken: string | null;
};

const ROLES = ["all", "api", "worker"] as const;
const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
type Role = (typeof ROLES)[number];
type LogLevel = (typeof LOG_LEVELS)[number];

type Reader = <T>(name: SettingName, otherwise: T, reader: (text: string) => T | Wrong) => T;

/** A setting is wrong. The message says for each what to write instead. */
export class ConfigProblem extends Error {
  override readonly name = "ConfigProblem";
}

/** Reads the settings; all that is wrong is told at once. Looks at nothing but what it is given. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, cwd: string): Config {
  const problems = unknownNames(env);
  const said = (name: SettingName): string | null => env[name]?.trim() || null;
  const read: Reader = (name, otherwise, reader) => {
    const text = said(name);
    if (text === null) return otherwise;
    const value = reader(text);
    if (!(value instanceof Wrong)) return value;
    problems.push(`${name} ${value.why}`);
    return otherwise;
  };

  const dir = resolve(cwd, said("KAUNTER_DIR") ?? ".kaunter");
  const host = read("KAUNTER_HOST", "127.0.0.1", hostOf);
  const port = read("KAUNTER_PORT", 4880, wholeBetween(1, 65_535));
  const databaseCa = said("KAUNTER_DATABASE_CA");
  const config: Config = {
    dir,
    host,
    port,
    isPortFixed: said("KAUNTER_PORT") !== null,
    publicUrl: read("KAUNTER_PUBLIC_URL", urlAt(host, port), publicUrlOf),
    isPublicUrlFixed: said("KAUNTER_PUBLIC_URL") !== null,
    trustedProxies: read("KAUNTER_TRUSTED_PROXIES", [], proxiesOf),
    databaseUrl: read("KAUNTER_DATABASE_URL", null, (text) =>
      databaseUrlOf(text, databaseCa === null ? null : resolve(cwd, databaseCa)),
    ),
    databaseConnections: read("KAUNTER_DATABASE_CONNECTIONS", 60, wholeBetween(5, 10_000)),
    readyCompanies: read("KAUNTER_READY_COMPANIES", 2, wholeBetween(0, 100)),
    smtpUrl: read("KAUNTER_SMTP_URL", null, smtpUrlOf),
    isSmtpTlsRequired: !isLoopback(hostIn(said("KAUNTER_SMTP_URL") ?? "")),
    mailFrom: read("KAUNTER_MAIL_FROM", "Kaunter <kaunter@localhost>", mailFromOf),
    operatorEmail: read("KAUNTER_OPERATOR_EMAIL", null, emailOf),
    masterKey: read<MasterKeySource>(
      "KAUNTER_MASTER_KEY",
      keyFileAt(dir, cwd, said("KAUNTER_MASTER_KEY_FILE")),
      givenKeysOf,
    ),
    role: read("KAUNTER_ROLE", "all", oneOf(ROLES)),
    logLevel: read("KAUNTER_LOG", "info", oneOf(LOG_LEVELS)),
    regions: read("KAUNTER_REGIONS", [{ id: "my-1", name: "Malaysia" }], regionsOf),
    clusters: read("KAUNTER_CLUSTERS", { mainRoom: null, others: [] }, (text) =>
      clustersOf(text, databaseCa === null ? null : resolve(cwd, databaseCa)),
    ),
    backupsDir: resolve(cwd, said("KAUNTER_BACKUPS_DIR") ?? `${dir}/backups`),
    countryTable: read("KAUNTER_COUNTRY_TABLE", null, (text) => resolve(cwd, text)),
    backupPlaces: read("KAUNTER_BACKUPS_S3", [], s3Of),
    endingsPerHour: read("KAUNTER_ENDINGS_PER_HOUR", 10, wholeBetween(0, 1000)),
    stripe: stripeIn(read),
    metricsToken: read("KAUNTER_METRICS_TOKEN", null, tokenOf),
  };
  if (problems.length === 0) problems.push(...whatDoesNotFit(config, said));
  if (problems.length > 0) throw new ConfigProblem(problems.join("\n"));
  return config;
}

/** A key alone bills nobody: without the other secret nothing that Stripe tells can be believed. */
function stripeIn(read: Reader): StripePlace | null {
  const key = read("KAUNTER_STRIPE_KEY", null, stripeKeyOf);
  const webhookSecret = read("KAUNTER_STRIPE_WEBHOOK_SECRET", null, stripeSecretOf);
  const url = read("KAUNTER_STRIPE_URL", "https://api.stripe.com", stripeUrlOf);
  return key === null || webhookSecret === null ? null : { key, webhookSecret, url };
}

/** The same house on another port, for when nobody asked for this one. */
export const withPort = (config: Config, port: number): Config => ({
  ...config,
  port,
  publicUrl: config.isPublicUrlFixed ? config.publicUrl : urlAt(config.host, port),
});

/** Settings that are well written but do not go together. */
function whatDoesNotFit(config: Config, said: (name: SettingName) => string | null): string[] {
  const isHttps = config.publicUrl.startsWith("https:");
  const isOpen = !isLoopback(config.host);
  const isApart = config.role !== "all";
  const regions = config.regions.map(({ id }) => id);
  const places = config.backupPlaces.map(({ of }) => of);
  const strange = places.find((of) => of !== null && !regions.includes(of));
  const bare = regions.find((id) => !places.includes(id));
  const lost = lostOf(config, regions);
  return [
    lost,
    strange === undefined
      ? null
      : `KAUNTER_BACKUPS_S3 names the region ${strange}, which KAUNTER_REGIONS does not have: write one of ${regions.join(", ")}.`,
    places.length > 0 && !places.includes(null) && bare !== undefined
      ? `KAUNTER_BACKUPS_S3 has no address for the region ${bare}: add ${bare}=https://….`
      : null,
    isOpen && !isHttps
      ? "KAUNTER_HOST lets other machines in, so the way to here must be encrypted: put a TLS proxy in front and set KAUNTER_PUBLIC_URL to its https address, or leave KAUNTER_HOST at 127.0.0.1."
      : null,
    isOpen && config.trustedProxies.length === 0
      ? "KAUNTER_HOST lets other machines in: set KAUNTER_TRUSTED_PROXIES to the address of your TLS proxy, for example 10.0.0.5."
      : null,
    isApart && config.databaseUrl === null
      ? `KAUNTER_ROLE=${config.role} shares its database with other processes: set KAUNTER_DATABASE_URL as well, or leave KAUNTER_ROLE out.`
      : null,
    (said("KAUNTER_STRIPE_KEY") === null) !== (said("KAUNTER_STRIPE_WEBHOOK_SECRET") === null)
      ? "KAUNTER_STRIPE_KEY and KAUNTER_STRIPE_WEBHOOK_SECRET belong together: set both, or leave both out and bill nobody."
      : null,
    config.smtpUrl !== null && said("KAUNTER_MAIL_FROM") === null
      ? "KAUNTER_SMTP_URL needs a sender: set KAUNTER_MAIL_FROM, for example `Kaunter <no-reply@example.com>`."
      : null,
    said("KAUNTER_MASTER_KEY") !== null && said("KAUNTER_MASTER_KEY_FILE") !== null
      ? "KAUNTER_MASTER_KEY and KAUNTER_MASTER_KEY_FILE are both set: keep one of them."
      : null,
    said("KAUNTER_DATABASE_CA") !== null &&
    config.databaseUrl === null &&
    config.clusters.others.length === 0
      ? "KAUNTER_DATABASE_CA belongs to KAUNTER_DATABASE_URL: set that too, or leave both out."
      : null,
  ].filter((problem) => problem !== null);
}

function lostOf({ clusters }: Config, regions: readonly string[]): string | null {
  const lost = clusters.others.find(({ region }) => !regions.includes(region));
  return lost === undefined
    ? null
    : `KAUNTER_CLUSTERS puts ${lost.name} into the region ${lost.region}, which KAUNTER_REGIONS does not have: write one of ${regions.join(", ")}.`;
}
