import { randomBytes } from "node:crypto";
import { newId } from "#kernel/ids.ts";
import { JOBS, PERMISSIONS } from "#modules/modules.ts";
import type { Actor, Caller } from "#platform/actions/context.ts";
import { type Config, readConfig } from "#platform/config/config.ts";
import { transaction } from "#platform/db/db.ts";
import { buildHouse } from "#platform/house/build.ts";
import type { House } from "#platform/house/house.ts";
import { createLanes } from "#platform/jobs/draining.ts";
import type { Job } from "#platform/jobs/jobs.ts";
import { createLog } from "#platform/log/log.ts";
import type { RoleRules } from "#platform/permissions/decide.rules.ts";
import { BUILT_IN, type Role } from "#platform/permissions/roles.ts";
import { type Standing, standingsOf } from "#platform/permissions/standing.ts";
import type { Workshop } from "#platform/tenancy/clones.ts";
import type { CompanyAccess, NewCompany } from "#platform/tenancy/companies.ts";
import { claimTestNames, dropTestNames, testServerUrl } from "./server.ts";

/** A house of its own on real databases: nothing of it is shared with another test, and it leaves nothing behind. */
export type TestHouse = House &
  AsyncDisposable & {
    readonly clock: TestClock;
    readonly workshop: Workshop;
    readonly serverUrl: string;
    /** Runs every job that is due by the test's clock, and those that these leave, until none is left. Throws what a job threw. */
    drain(company: string | { access: CompanyAccess }): Promise<void>;
  };

export type TestHouseOptions = {
  readonly config?: Partial<Config>;
  readonly now?: Date;
  /** Instead of the modules' jobs. */
  readonly jobs?: readonly Job[];
};

/** Stands still unless it is told to go on. */
export type TestClock = { now: Date; advance(ms: number): void };

export async function testHouse(options: TestHouseOptions = {}): Promise<TestHouse> {
  const serverUrl = testServerUrl();
  const names = await claimTestNames(serverUrl);
  const clock: TestClock = {
    now: options.now ?? new Date("2026-11-22T08:00:00Z"),
    advance: (ms) => {
      clock.now = new Date(clock.now.getTime() + ms);
    },
  };
  const built = await buildHouse(testConfig(options.config), {
    databaseUrl: serverUrl,
    log: createLog(process.env["KAUNTER_TEST_LOG"] ?? "silent"),
    names: names.own,
    now: () => clock.now,
    strategy: "file_copy",
  });
  const lanes = createLanes(built.house, options.jobs ?? JOBS);

  return {
    ...built.house,
    clock,
    workshop: built.workshop,
    serverUrl,
    drain: async (company) => {
      const id = typeof company === "string" ? company : company.access.company.id;
      const access = await built.house.companies.access(id);
      if (access === null) throw new Error(`no company ${id}`);
      await makeDue(access, clock.now);
      await lanes.drain(access);
      await throwFirstFailure(access);
    },
    [Symbol.asyncDispose]: async () => {
      await built.close();
      await dropTestNames(serverUrl, names);
    },
  };
}

/** Another process on the same databases, with the same clock. It ends with itself and takes nothing along. */
export async function twinHouse(house: TestHouse): Promise<House & AsyncDisposable> {
  const built = await buildHouse(house.config, {
    databaseUrl: house.serverUrl,
    log: house.log,
    names: house.workshop.names,
    now: () => house.clock.now,
    strategy: "file_copy",
  });
  return { ...built.house, [Symbol.asyncDispose]: built.close };
}

export type TestCompany = {
  readonly access: CompanyAccess;
  /** Somebody who may do everything. */
  readonly admin: Caller;
  /** Somebody of a role, of a role that the company made, or with just these permissions. */
  caller(rights: TestRights): Caller;
};
type TestRights = Role | RoleRules | readonly string[];

export async function testCompany(
  house: TestHouse,
  options: Partial<NewCompany> = {},
): Promise<TestCompany> {
  const company = await transaction(house.control, "read write", (control) =>
    house.companies.provision(control, {
      name: "Kedai Kopi",
      country: "MY",
      zone: "Asia/Kuala_Lumpur",
      currency: "MYR",
      region: "my-1",
      phone: null,
      ...options,
    }),
  );
  const access = await house.companies.accessOf(company);
  const caller = (rights: TestRights): Caller => ({
    access,
    actor: actorWith(rights),
    request: { id: `test-${newId<"session">()}`, ip: "127.0.0.1", userAgent: "node:test" },
    get provedAt() {
      return house.clock.now;
    },
    get now() {
      return house.clock.now;
    },
  });
  return { access, caller, admin: caller(PERMISSIONS) };
}

function actorWith(rights: TestRights): Actor {
  const standing = standingWith(rights);
  return {
    kind: "person",
    id: newId<"account">(),
    name: "Aisyah binti Rahman",
    permissions: standing.permissions,
    standing,
  };
}

const standings = standingsOf(PERMISSIONS);

function standingWith(rights: TestRights): Standing {
  if (typeof rights === "string")
    return standings({ key: rights, id: null, name: null, rules: null }, []);
  const rules =
    "sees" in rights
      ? rights
      : { ...BUILT_IN.admin, allow: rights.map((on) => ({ on, scope: "all" as const })) };
  const standing = standings({ key: "own", id: null, name: "Own", rules }, []);
  return "sees" in rights ? standing : { ...standing, permissions: new Set(rights) };
}

function testConfig(changes: Partial<Config> = {}): Config {
  const key = `1:${randomBytes(32).toString("base64")}`;
  const config = readConfig({ KAUNTER_MASTER_KEY: key }, import.meta.dirname);
  return { ...config, readyCompanies: 0, ...changes };
}

/** The queue goes by the database's clock; what the test's clock says is due becomes due there. */
async function makeDue({ pool }: CompanyAccess, now: Date): Promise<void> {
  await pool.query(
    `select graphile_worker.reschedule_jobs(array(
       select id from graphile_worker.jobs where run_at > now() and run_at <= $1 and locked_at is null
     ), run_at => now())`,
    [now],
  );
}

async function throwFirstFailure({ pool }: CompanyAccess): Promise<void> {
  const { rows } = await pool.query<{ task_identifier: string; last_error: string }>(
    "select task_identifier, last_error from graphile_worker.jobs where last_error is not null order by id limit 1",
  );
  const [failed] = rows;
  if (failed !== undefined)
    throw new Error(`the job ${failed.task_identifier} failed: ${failed.last_error}`);
}
