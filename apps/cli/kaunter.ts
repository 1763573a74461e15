import { ConfigProblem, readConfig } from "#platform/config/config.ts";
import { createLog } from "#platform/log/log.ts";
import { PostgresProblem } from "#platform/postgres/problem.ts";
import { adopt } from "./adopt.ts";
import { audit } from "./audit.ts";
import { backup, restore, verify } from "./backup.ts";
import { CliProblem, type Command } from "./command.ts";
import { companies } from "./companies.ts";
import { company } from "./company.ts";
import { demoStore } from "./demo-store.ts";
import { end, endings } from "./endings.ts";
import { generate } from "./generate.ts";
import { openCli } from "./ground.ts";
import { keys } from "./keys.ts";
import { migrate } from "./migrate.ts";
import { plans } from "./plans.ts";
import { policy } from "./policy.ts";
import { privacy } from "./privacy.ts";
import { sample } from "./sample.ts";
import { settings } from "./settings.ts";
import { trust } from "./trust.ts";
import { verifyDatabase } from "./verify-database.ts";

const COMMANDS: readonly Command[] = [
  adopt,
  audit,
  backup,
  companies,
  company,
  demoStore,
  end,
  endings,
  generate,
  keys,
  migrate,
  plans,
  policy,
  privacy,
  restore,
  sample,
  settings,
  trust,
  verify,
  verifyDatabase,
];

const [name = "help", ...args] = process.argv.slice(2);
process.exitCode = await main();

async function main(): Promise<number> {
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    say(usage());
    return name === "help" || name === "--help" ? 0 : 1;
  }
  try {
    await perform(command);
    return 0;
  } catch (error) {
    const isExpected =
      error instanceof CliProblem ||
      error instanceof ConfigProblem ||
      error instanceof PostgresProblem;
    const words = error instanceof Error ? (isExpected ? error.message : error.stack) : error;
    process.stderr.write(`${words}\n`);
    return 1;
  }
}

async function perform(command: Command): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  const { cli, close } = openCli(config, createLog(config.logLevel), say);
  try {
    await command.run(args, cli);
  } finally {
    await close();
  }
}

function usage(): string {
  const lines = COMMANDS.map((command) => {
    const words = `${command.name} ${command.takes ?? ""}`.trim();
    return `  ${words.padEnd(34)} ${command.says}`;
  });
  return ["npm run kaunter -- <command>", "", ...lines].join("\n");
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
