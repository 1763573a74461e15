import { parseArgs } from "node:util";
import { Problem } from "#kernel/errors.ts";
import { isPublished, publishPolicy, readNewestPolicy } from "#modules/trust/trust.public.ts";
import { type Cli, CliProblem, type Command } from "./command.ts";

const OPTIONS = {
  en: { type: "string" },
  ms: { type: "string" },
  on: { type: "string" },
  editorial: { type: "boolean", default: false },
} as const;

const WORDS: Readonly<Record<string, string>> = {
  "trust.policy.unchanged":
    "The register says the same as the newest version: there is nothing to publish.",
  "trust.policy.no_summary": 'Say what changes, in both languages: --en "…" --ms "…".',
  "trust.policy.in_the_past": "A version cannot take effect in the past: write a later --on.",
  "trust.policy.notice_too_short":
    "A material change takes effect 14 days after it is published, or later. If it changes nothing for anybody, say --editorial.",
  "trust.policy.before_the_last":
    "It cannot take effect before the version that is announced already.",
};

/** `policy` says how the published policy stands; `policy publish` makes the register's words the next version. */
export const policy: Command = {
  name: "policy",
  takes: "[publish --en TEXT --ms TEXT --on 2027-01-31 [--editorial]]",
  says: "Says which privacy policy is in force, or publishes the register's words as the next version.",
  run: async ([verb, ...args], cli) => {
    if (verb === undefined) return sayHowItStands(cli);
    if (verb !== "publish") throw new CliProblem("Say what to do: policy publish, or nothing.");
    const { values } = parseArgs({ args, options: OPTIONS });
    const { en, ms, editorial } = values;
    const { house } = await cli.house();
    const summary = en === undefined || ms === undefined ? null : { en, ms };
    const effectiveAt = momentOf(values.on) ?? house.now();
    const published = await publishPolicy(house, {
      summary,
      isMaterial: !editorial,
      effectiveAt,
    }).catch(inWords);
    cli.say(
      `Version ${published.version} is published and takes effect on ${published.effectiveAt.toISOString()}. Every member is told by mail and in the app.`,
    );
  },
};

async function sayHowItStands(cli: Cli): Promise<void> {
  const { house } = await cli.house();
  const newest = await readNewestPolicy(house);
  if (newest === null)
    return cli.say("Nothing is published yet: the first start of the worker does it.");
  cli.say(`Version ${newest.version}, in effect from ${newest.effectiveAt.toISOString()}.`);
  cli.say(
    isPublished(newest)
      ? "It says what the register says."
      : "The register says something else by now: npm run kaunter -- policy publish.",
  );
}

function momentOf(day: string | undefined): Date | null {
  if (day === undefined) return null;
  const moment = new Date(/^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T00:00:00Z` : Number.NaN);
  if (Number.isNaN(moment.getTime()))
    throw new CliProblem(`--on is "${day}"; write a day like 2027-01-31.`);
  return moment;
}

function inWords(error: unknown): never {
  throw error instanceof Problem ? new CliProblem(WORDS[error.code] ?? error.code) : error;
}
