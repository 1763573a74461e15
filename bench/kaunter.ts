import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startPostgres } from "#platform/postgres/postgres.ts";
import { type Running, startKaunter } from "../tests/running.ts";

/** A Kaunter of its own to measure: its folder, its durable PostgreSQL, one process with API and worker. */
export type Kaunter = {
  readonly url: string;
  readonly pid: number;
  /** Its PostgreSQL, as admin. */
  readonly databaseUrl: string;
  /** Somebody new with a company of their own, signed in. */
  signedUp(company: string): Promise<Person>;
  /** A sign-up whose mail has arrived: the token of its link. */
  linkFor(company: string): Promise<string>;
  /** Nobody in particular, with a cookie jar of their own. */
  person(): Person;
};

export type Person = {
  /** The body of the answer; rejects unless the status is 200. */
  ask<T>(method: "GET" | "POST" | "PATCH", path: string, body?: object): Promise<T>;
  readonly cookie: () => string;
};

/** Makes it, does the work on it, and leaves nothing of it. */
export async function withKaunter<T>(
  work: (kaunter: Kaunter) => Promise<T>,
  env: Record<string, string> = {},
): Promise<T> {
  return withFolder(async (dir) => {
    const running = await startKaunter(dir, env);
    try {
      return await work(await kaunterOf(running, dir));
    } finally {
      await running.stop();
    }
  });
}

/** A folder under .kaunter, gone afterwards with all that was put aside for it. */
export async function withFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const home = resolve(".kaunter");
  await mkdir(home, { recursive: true });
  const dir = await mkdtemp(join(home, "bench-"));
  // Root's database runs as another user, who must come through to its data.
  if (process.getuid?.() === 0) await chmod(dir, 0o711);
  try {
    return await work(dir);
  } finally {
    for (const name of await readdir(dir)) {
      const aside = await readFile(join(dir, name, "is-kept-at"), "utf8").catch(() => null);
      if (aside !== null) await rm(aside.trim(), { recursive: true, force: true });
    }
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The same as processes of its own on a durable PostgreSQL that outlives them: `as("api", …)`, `as("all", …)`. */
export type Apart = {
  as<T>(role: "all" | "api", work: (kaunter: Kaunter) => Promise<T>): Promise<T>;
};

export const withKaunterApart = <T>(work: (apart: Apart) => Promise<T>): Promise<T> =>
  withFolder(async (dir) => {
    const postgres = await startPostgres({ dir: join(dir, "postgres") });
    const env = { KAUNTER_DATABASE_URL: postgres.url };
    try {
      return await work({
        as: async (role, part) => {
          const running = await startKaunter(dir, { ...env, KAUNTER_ROLE: role });
          try {
            return await part(await kaunterOf(running, dir));
          } finally {
            await running.stop();
          }
        },
      });
    } finally {
      await postgres.stop();
    }
  });

export async function kaunterOf({ url, pid }: Running, dir: string): Promise<Kaunter> {
  // It runs already: this only finds it.
  const { url: databaseUrl } = await startPostgres({ dir: join(dir, "postgres") });
  const person = () => personAt(url);
  const linkFor = (company: string) => linkOf(person(), company);
  const signedUp = async (company: string) => {
    const owner = person();
    await owner.ask("POST", "/api/accounts/verify", { token: await linkFor(company) });
    return owner;
  };
  return { url, pid, databaseUrl, person, linkFor, signedUp };
}

const MAIL_WITHIN_MS = 20_000;
let signUps = 0;

async function linkOf(person: Person, company: string): Promise<string> {
  signUps += 1;
  const email = `bench-${process.pid}-${signUps}@kedai.example`;
  await person.ask("POST", "/api/accounts/sign-up", {
    name: "Farah Adilah",
    email,
    password: "kopi panas di tepi sungai",
    companyName: company,
    country: "MY",
    zone: "Asia/Kuala_Lumpur",
    currency: "MYR",
    region: "my-1",
    isAdult: true,
    acceptsTerms: true,
  });
  const until = performance.now() + MAIL_WITHIN_MS;
  while (performance.now() < until) {
    const found = await mailFor(person, email);
    const token = /#([\w-]{43})/.exec(found ?? "")?.[1];
    if (token !== undefined) return token;
    await wait(50);
  }
  throw new Error("the verification mail did not come");
}

/** As a person opens it: the mailbox of this machine. */
async function mailFor(person: Person, email: string): Promise<string | null> {
  const list = await person.ask<string>("GET", "/mailbox");
  const path = new RegExp(
    `href="(/mailbox/[\\w]+)">\\s*<strong>[^<]*</strong> <span>${email}<`,
  ).exec(list)?.[1];
  return path === undefined ? null : person.ask<string>("GET", path);
}

function personAt(url: string): Person {
  const { hostname, port, host } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let cookie = "";

  async function ask<T>(method: string, path: string, body?: object): Promise<T> {
    const payload = body === undefined ? null : Buffer.from(JSON.stringify(body));
    const outgoing = request({
      agent,
      hostname,
      port,
      method,
      path,
      headers: {
        host,
        origin: url,
        "sec-fetch-site": "same-origin",
        ...(cookie === "" ? {} : { cookie }),
        ...(payload === null
          ? {}
          : { "content-type": "application/json", "content-length": payload.length }),
      },
    });
    outgoing.end(payload ?? undefined);
    const [answer] = await once(outgoing, "response");
    for (const set of answer.headers["set-cookie"] ?? []) cookie = set.split(";")[0] ?? cookie;
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part);
    const text = Buffer.concat(parts).toString();
    if (answer.statusCode !== 200)
      throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text.slice(0, 500)}`);
    return /json/.test(answer.headers["content-type"] ?? "") ? JSON.parse(text) : (text as T);
  }

  return { ask, cookie: () => cookie };
}

/** The most memory that a process has held since the last time it was forgotten, in MiB, as the kernel counts it. */
export async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1]) / 1024;
}

export const forgetPeak = (pid: number): Promise<void> => writeFile(`/proc/${pid}/clear_refs`, "5");

export function progress(line: string): void {
  process.stderr.write(`  ${line}\n`);
}
