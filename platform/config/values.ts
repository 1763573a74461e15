import { isIP } from "node:net";
import { resolve } from "node:path";
import { type MasterKey, readMasterKeys } from "./master-key.ts";

export type Region = { readonly id: string; readonly name: string };

/** `isOurs`: the file is made when it is missing. A file that the person named must be there. */
export type MasterKeySource =
  | { readonly kind: "given"; readonly keys: readonly MasterKey[] }
  | { readonly kind: "file"; readonly path: string; readonly isOurs: boolean };

/** What is wrong with a value, as the rest of a sentence that begins with the setting's name. */
export class Wrong {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

export const wholeBetween =
  (min: number, max: number) =>
  (text: string): number | Wrong => {
    const value = Number(text);
    const isFit = /^\d+$/.test(text) && value >= min && value <= max;
    return isFit ? value : new Wrong(`is "${text}"; write a whole number from ${min} to ${max}.`);
  };

export const oneOf =
  <const T extends string>(choices: readonly T[]) =>
  (text: string): T | Wrong =>
    choices.find((choice) => choice === text.toLowerCase()) ??
    new Wrong(`is "${text}"; write one of ${choices.join(", ")}.`);

export function hostOf(text: string): string | Wrong {
  const isFit = isIP(text) !== 0 || text === "localhost";
  return isFit
    ? text
    : new Wrong(`is "${text}"; write an address of this machine, for example 127.0.0.1.`);
}

export function publicUrlOf(text: string): string | Wrong {
  const url = URL.parse(text);
  const example = "write it like https://kaunter.example.com";
  if (url === null || !/^https?:$/.test(url.protocol))
    return new Wrong(`is "${text}", no web address; ${example}.`);
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    return new Wrong(`is not encrypted, which only this machine itself may be; ${example}.`);
  if (url.username !== "" || url.pathname !== "/" || url.search !== "" || url.hash !== "")
    return new Wrong(`must be the bare address without name, path or question mark; ${example}.`);
  return url.origin;
}

export function proxiesOf(text: string): string[] | Wrong {
  const proxies = listOf(text);
  const odd = proxies.find((proxy) => !isAddressOrRange(proxy));
  return odd === undefined
    ? proxies
    : new Wrong(`has "${odd}"; write addresses or ranges like 10.0.0.5, 10.1.0.0/16.`);
}

function isAddressOrRange(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** On another machine: TLS, a certificate from a known authority, and for that very name. Nothing less has a switch. */
export function databaseUrlOf(text: string, ca: string | null): string | Wrong {
  const url = databaseAddress(text);
  if (url === null)
    return new Wrong(
      "is no PostgreSQL address; write it like postgres://kaunter:password@db.example.com:5432/postgres.",
    );
  const host = url.searchParams.get("host") ?? decodeURIComponent(url.hostname);
  if (host.startsWith("/") || isLoopback(host)) return url.href;

  const mode = url.searchParams.get("sslmode");
  const isWeakened = url.searchParams.has("ssl") || url.searchParams.has("uselibpqcompat");
  if ((mode !== null && mode !== "verify-full") || isWeakened)
    return new Wrong(
      `asks for ${mode === null ? "its own ssl settings" : `sslmode=${mode}`}, but ${host} is another machine and its certificate must be verified in full: write sslmode=verify-full or leave it out, and name its authority in KAUNTER_DATABASE_CA when it is not a public one.`,
    );
  url.searchParams.set("sslmode", "verify-full");
  if (ca !== null) url.searchParams.set("sslrootcert", ca);
  return url.href;
}

/** A socket's address has no host, which URL does not know: `postgres:///kaunter?host=/run/postgresql`. */
function databaseAddress(text: string): URL | null {
  const withHost = text.replace(/^(postgres(?:ql)?:\/\/(?:[^/@]*@)?)(?=\/|\?|$)/, "$1localhost");
  const url = URL.parse(withHost);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) return null;
  if (url.pathname.length < 2) url.pathname = "/postgres";
  return url;
}

export function smtpUrlOf(text: string): string | Wrong {
  const url = URL.parse(text);
  if (url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== "") return url.href;
  return new Wrong(
    "is no mail server's address; write it like smtps://user:password@mail.example.com.",
  );
}

/** A bucket, and what opens it. */
export type S3Place = {
  readonly endpoint: string;
  readonly bucket: string;
  /** As the signature names it; many stores take any. */
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
};
/** Which companies' backups lie there: those of one region of ours, or all (null). */
export type BackupPlace = { readonly of: string | null; readonly at: S3Place };

const S3_EXAMPLE = "https://KEYID:SECRET@s3.eu-central-1.amazonaws.com/bucket?region=eu-central-1";

/** One address for all regions, or `my-1=https://…, sg-1=https://…`. */
export function s3Of(text: string): BackupPlace[] | Wrong {
  const places = listOf(text).map((part) => {
    const [, of = null, address = ""] =
      /^(?:([a-z][a-z0-9-]{0,30})=)?(https?:.+)$/.exec(part) ?? [];
    return { of, at: s3At(address) };
  });
  const wrong = places.find(({ at }) => at instanceof Wrong)?.at;
  if (wrong instanceof Wrong) return wrong;
  const isTwice = new Set(places.map(({ of }) => of)).size < places.length;
  if (isTwice || (places.length > 1 && places.some(({ of }) => of === null)))
    return new Wrong(
      "has two addresses for the same companies; write one, or one for each region: my-1=https://…, sg-1=https://….",
    );
  return places as BackupPlace[];
}

function s3At(text: string): S3Place | Wrong {
  const url = URL.parse(text);
  if (url === null) return new Wrong(`is no store's address; write it like ${S3_EXAMPLE}.`);
  const isEncrypted = url.protocol === "https:" || isLoopback(url.hostname);
  if (!isEncrypted) return new Wrong("is not encrypted, which only this machine itself may be.");
  const [, bucket = ""] = /^\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/?$/.exec(url.pathname) ?? [];
  if (bucket === "") return new Wrong(`names no bucket; write it like ${S3_EXAMPLE}.`);
  if (url.username === "" || url.password === "")
    return new Wrong(`has no key; write it like ${S3_EXAMPLE}, with % codes for odd characters.`);
  return {
    endpoint: url.origin,
    bucket,
    region: url.searchParams.get("region") ?? "us-east-1",
    keyId: decodeURIComponent(url.username),
    secret: decodeURIComponent(url.password),
  };
}

/** Where the service is paid, and what opens it. */
export type StripePlace = {
  readonly key: string;
  /** By which what Stripe tells is known to be Stripe's. */
  readonly webhookSecret: string;
  readonly url: string;
};

export const stripeKeyOf = (text: string): string | Wrong =>
  /^(?:sk|rk)_(?:test|live)_\w{8,}$/.test(text)
    ? text
    : new Wrong("is no secret key of Stripe; write it like sk_live_…, from Developers > API keys.");

export const stripeSecretOf = (text: string): string | Wrong =>
  /^whsec_\w{8,}$/.test(text)
    ? text
    : new Wrong("is no signing secret; write it like whsec_…, from Developers > Webhooks.");

export function stripeUrlOf(text: string): string | Wrong {
  const url = URL.parse(text);
  const example = "write it like https://api.stripe.com";
  if (url === null || !/^https?:$/.test(url.protocol))
    return new Wrong(`is "${text}", no web address; ${example}.`);
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    return new Wrong(`is not encrypted, which only this machine itself may be; ${example}.`);
  if (url.username !== "" || url.pathname !== "/" || url.search !== "" || url.hash !== "")
    return new Wrong(`must be the bare address without name, path or question mark; ${example}.`);
  return url.origin;
}

export function mailFromOf(text: string): string | Wrong {
  const isFit = /^(?:[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(text);
  return isFit ? text : new Wrong(`is "${text}"; write it like Kaunter <no-reply@example.com>.`);
}

export function emailOf(text: string): string | Wrong {
  const isFit = /^[^<>@\s]+@[^<>@\s]+$/.test(text);
  return isFit ? text : new Wrong(`is "${text}"; write one address like operator@example.com.`);
}

const KEY_EXAMPLE =
  "write `<version>:<base64 of 32 bytes>`, for example 1: and the output of `openssl rand -base64 32`";

export function givenKeysOf(text: string): MasterKeySource | Wrong {
  const keys = readMasterKeys(text);
  return keys === null ? new Wrong(`cannot be read; ${KEY_EXAMPLE}.`) : { kind: "given", keys };
}

export function keyFileAt(dir: string, cwd: string, file: string | null): MasterKeySource {
  if (file !== null) return { kind: "file", path: resolve(cwd, file), isOurs: false };
  return { kind: "file", path: resolve(dir, "master.key"), isOurs: true };
}

export function regionsOf(text: string): Region[] | Wrong {
  const regions = listOf(text).map((part) => {
    const [id = "", ...name] = part.split("=");
    return { id: id.trim(), name: name.join("=").trim() };
  });
  const odd = regions.find(({ id, name }) => !/^[a-z][a-z0-9-]{0,30}$/.test(id) || name === "");
  const isTwice = new Set(regions.map(({ id }) => id)).size < regions.length;
  if (odd === undefined && !isTwice && regions.length > 0) return regions;
  return new Wrong(
    `is "${text}"; write each region once as id=Name, like my-1=Malaysia, sg-1=Singapore.`,
  );
}

/** Another PostgreSQL for companies' databases, beside the one that the house itself lies on. */
export type Cluster = {
  readonly name: string;
  /** Whose companies it takes. */
  readonly region: string;
  /** How many. */
  readonly room: number;
  readonly url: string;
};
export type Clusters = {
  /** Of the house's own. Null: as many as come. */
  readonly mainRoom: number | null;
  readonly others: readonly Cluster[];
};

const CLUSTER_EXAMPLE =
  "main=300, sg-a=postgres://kaunter:password@db.example.com:5432/postgres?region=sg-1&room=500";

/** `main=300` says how much room the house's own has; each other one has an address, with its region and room. */
export function clustersOf(text: string, ca: string | null): Clusters | Wrong {
  const parts = listOf(text).map((part) => /^([a-z][a-z0-9-]{0,30})=(.+)$/.exec(part));
  const named = parts.map((part) => ({ name: part?.[1] ?? "", rest: part?.[2] ?? "" }));
  if (named.some(({ name }) => name === ""))
    return new Wrong(`has an entry without a name; write it like ${CLUSTER_EXAMPLE}.`);
  if (new Set(named.map(({ name }) => name)).size < named.length)
    return new Wrong("names a cluster twice.");
  const main = named.find(({ name }) => name === "main");
  const mainRoom = main === undefined ? null : roomOf(main.rest);
  if (main !== undefined && mainRoom === null)
    return new Wrong("does not say how many companies main takes; write it like main=300.");
  const read = named
    .filter((one) => one !== main)
    .map(({ name, rest }) => clusterOf(name, rest, ca));
  const wrong = read.find((one) => one instanceof Wrong);
  if (wrong instanceof Wrong) return wrong;
  return { mainRoom, others: read.flatMap((one) => (one instanceof Wrong ? [] : [one])) };
}

function clusterOf(name: string, text: string, ca: string | null): Cluster | Wrong {
  const address = URL.parse(text);
  const region = address?.searchParams.get("region") ?? "";
  const room = roomOf(address?.searchParams.get("room") ?? "");
  if (address === null || region === "" || room === null)
    return new Wrong(
      `does not say address, region and room of ${name}; write it like ${CLUSTER_EXAMPLE}.`,
    );
  address.searchParams.delete("region");
  address.searchParams.delete("room");
  const url = databaseUrlOf(address.href, ca);
  return url instanceof Wrong ? new Wrong(`of ${name} ${url.why}`) : { name, region, room, url };
}

const roomOf = (text: string): number | null => {
  const room = Number(text);
  return /^\d{1,6}$/.test(text) && room >= 1 ? room : null;
};

export function tokenOf(text: string): string | Wrong {
  return text.length >= 16
    ? text
    : new Wrong("is too short to be secret; write 16 characters or more.");
}

const listOf = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

export const hostIn = (url: string): string => URL.parse(url)?.hostname ?? "";

export const urlAt = (host: string, port: number): string =>
  `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;

export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  return bare === "localhost" || bare === "::1" || /^127(?:\.\d{1,3}){3}$/.test(bare);
}
