import { stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { newId, showId } from "#kernel/ids.ts";
import { auditAlone } from "#platform/audit/notes.ts";
import { masterKeysOf } from "#platform/config/key-file.ts";
import { addVersion, removeVersion } from "#platform/crypto/key-versions.ts";
import {
  type Ground,
  giveNewKeys,
  resealCompany,
  rewrap,
  usesOfMasterKeys,
} from "#platform/crypto/rotation.ts";
import type { House } from "#platform/house/house.ts";
import { SEALED } from "../../modules/modules.ts";
import { type Cli, CliProblem, type Command } from "./command.ts";

/** Every process has read a changed file of master keys by then. */
const FILE_READ_MS = 2_500;
/** Every process has learned of a company's new key by then: it looks every five seconds. */
const GRACE_MS = 15_000;

export const keys: Command = {
  name: "keys",
  takes: "rotate | list | remove N",
  says: "Makes a new version of the master key and new company keys while the house goes on; lists and removes versions.",
  run: async ([verb, version], cli) => {
    if (verb === "rotate") await rotate(cli);
    else if (verb === "list") await list(cli);
    else if (verb === "remove" && /^\d{1,3}$/.test(version ?? ""))
      await remove(cli, Number(version));
    else throw new CliProblem("Say what to do: keys rotate, keys list, or keys remove N.");
  },
};

async function rotate(cli: Cli): Promise<void> {
  const { house } = await cli.house();
  const ground = await groundOf(cli);
  const version = await newVersion(cli, ground);
  cli.say(`Master key: version ${version} seals from now on.`);
  await wait(FILE_READ_MS);
  cli.say(`${await rewrap(ground, version)} values of the house are sealed anew.`);
  await giveNewKeys(ground, GRACE_MS);
  for (const companyId of await ground.companies.all()) {
    const count = await resealCompany(ground, companyId);
    await tell(house, companyId, count);
    cli.say(`${showId("company", companyId)}  ${count} values are sealed with its new key.`);
  }
  // What a process sealed while it still held the version before.
  await rewrap(ground, version);
  cli.say("Done. `keys list` shows which versions nothing needs any more; back up the new one.");
}

/** It stands in the company's own log. */
async function tell(house: House, companyId: string, count: number): Promise<void> {
  const access = await house.companies.access(companyId);
  if (access === null) return;
  const doer = {
    actor: { kind: "system", id: null, name: "kaunter command" },
    request: { id: newId<"session">(), ip: null, userAgent: null },
    now: house.now(),
  } as const;
  const subject = { type: "company", id: companyId, name: access.company.name };
  await auditAlone(house, access, {
    doer,
    action: "trust.keys.rotate",
    subject,
    change: { values: count },
  });
}

/** The one that waits to be used, or a fresh one: a rotation that was cut short is finished by the next. */
async function newVersion(cli: Cli, { workshop, columns }: Ground): Promise<number> {
  const versions = await masterKeysOf(cli.config);
  const newest = versions.at(-1)?.version ?? 0;
  const uses = await usesOfMasterKeys(workshop.control, columns);
  if ([...uses.keys()].some((version) => version !== newest)) return newest;
  const source = cli.config.masterKey;
  if (source.kind === "file") return addVersion(source.path);
  throw new CliProblem(
    `KAUNTER_MASTER_KEY is given in the environment: add \`${newest + 1}:\` and the output of \`openssl rand -base64 32\` at its end for every process, restart them, and run this again.`,
  );
}

async function list(cli: Cli): Promise<void> {
  const { workshop, columns } = await groundOf(cli);
  const versions = (await masterKeysOf(cli.config)).map(({ version }) => version);
  const uses = await usesOfMasterKeys(workshop.control, columns);
  for (const version of new Set([...versions, ...uses.keys()])) {
    const places = [...(uses.get(version) ?? [])].map(([place, count]) => `${place} ${count}`);
    const says = [
      version === versions.at(-1) ? "seals" : versions.includes(version) ? "opens" : "IS MISSING",
      places.length === 0 ? "nothing needs it" : places.join(", "),
    ];
    cli.say(`${version}  ${says.join("  ")}`);
  }
}

async function remove(cli: Cli, version: number): Promise<void> {
  const { workshop, columns } = await groundOf(cli);
  const versions = (await masterKeysOf(cli.config)).map((key) => key.version);
  if (!versions.includes(version)) throw new CliProblem(`There is no version ${version}.`);
  if (version === versions.at(-1))
    throw new CliProblem(`Version ${version} seals: run \`keys rotate\` first.`);
  const source = cli.config.masterKey;
  if (source.kind === "file") await untilRead(source.path);
  const places = [...((await usesOfMasterKeys(workshop.control, columns)).get(version) ?? [])];
  if (places.length > 0)
    throw new CliProblem(
      `Version ${version} is needed by ${places.map(([place, count]) => `${place} (${count})`).join(", ")}: run \`keys rotate\` first.`,
    );
  if (source.kind === "given")
    throw new CliProblem(
      `Nothing needs version ${version}: take it out of KAUNTER_MASTER_KEY and restart every process.`,
    );
  await removeVersion(source.path, version);
  cli.say(`Version ${version} is removed. A backup from before the rotation needs it still.`);
}

/** A process that has not read the newest version yet may still be sealing with the one that is to go. */
async function untilRead(path: string): Promise<void> {
  const { mtimeMs } = await stat(path);
  const leftMs = mtimeMs + FILE_READ_MS - Date.now();
  if (leftMs > 0) await wait(leftMs);
}

async function groundOf(cli: Cli): Promise<Ground> {
  const { house, workshop } = await cli.house();
  return { workshop, companies: house.companies, columns: SEALED };
}
