import { parseArgs } from "node:util";
import type { Caller } from "#platform/actions/context.ts";
import {
  listConnections,
  showSecret,
} from "../../modules/connect/connections/connections.actions.ts";
import { ask, companyCaller } from "./asking.ts";
import { type Cli, CliProblem, type Command } from "./command.ts";
import { type Delivery, fromFolder, generated, type Platform, weathered } from "./played.ts";
import { type Sent, sendAll } from "./sending.ts";

const OPTIONS = {
  company: { type: "string" },
  folder: { type: "string" },
  rate: { type: "string", default: "20" },
  shuffle: { type: "boolean", default: false },
  duplicate: { type: "string", default: "0" },
  lose: { type: "string", default: "0" },
  seed: { type: "string", default: "demo" },
  orders: { type: "string", default: "200" },
  secret: { type: "string" },
  platform: { type: "string", default: "woocommerce" },
} as const;

/** Plays a store against the real door: anyone can see and measure the main job without having a shop. */
export const demoStore: Command = {
  name: "demo-store",
  takes: "<connection name or address>",
  says: "Plays a store: --orders 200 --rate 20 --seed demo --shuffle --duplicate 0.1 --lose 0.05 --folder DIR --company NAME --secret TEXT --platform shopify",
  run: async (args, cli) => {
    const { values, positionals } = readArgs(args);
    const [target] = positionals;
    if (target === undefined)
      throw new CliProblem("Say which connection: its name, or its address with --secret.");
    const store = target.startsWith("http")
      ? storeAt(target, values.secret, values.platform)
      : await storeNamed(cli, target, values.company);
    const { url, platform, secret } = store;

    const weather = {
      seed: values.seed,
      isShuffled: values.shuffle,
      duplicateShare: numberOf("duplicate", values.duplicate, 1),
      loseShare: numberOf("lose", values.lose, 1),
    };
    const deliveries = await deliveriesOf(platform, values);
    cli.say(`Playing a ${platform} store to ${url}`);
    const startedAt = performance.now();
    const sent = await sendAll(weathered(deliveries, weather), {
      url,
      platform,
      secret,
      rate: numberOf("rate", values.rate, 100_000),
      progress: (so) => cli.say(lineOf(so, performance.now() - startedAt)),
    });
    cli.say(lineOf(sent, performance.now() - startedAt));
    cli.say(timesOf(sent.tookMs));
  },
};

type Store = { readonly url: string; readonly platform: Platform; readonly secret: string };
type Values = ReturnType<typeof readArgs>["values"];

function readArgs(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new CliProblem((error as Error).message);
  }
}

function storeAt(url: string, secret: string | undefined, platform: string): Store {
  if (secret === undefined)
    throw new CliProblem("An address alone is not enough: give its secret with --secret.");
  if (platform !== "woocommerce" && platform !== "shopify")
    throw new CliProblem("--platform is woocommerce or shopify.");
  return { url, platform, secret };
}

type Listed = { id: string; kind: string; name: string; url: string | null };

/** Beside the house its database is at hand; that the secret was looked up stands in the company's audit log. */
async function storeNamed(cli: Cli, name: string, company: string | undefined): Promise<Store> {
  const { house } = await cli.house();
  const caller: Caller = await companyCaller(house, company, [
    listConnections.needs,
    showSecret.needs,
  ]);
  const { rows } = await ask<{ rows: Listed[] }>(house, caller, listConnections, {});
  const found = rows.find((row) => row.name === name && row.url !== null);
  if (found === undefined || found.url === null || found.kind === "sample")
    throw new CliProblem(
      rows.length === 0
        ? "There is no connection yet: make one under Connections."
        : `No connection is named "${name}". There are: ${rows.map((row) => row.name).join(", ")}.`,
    );
  const { secret } = await ask<{ secret: string }>(house, caller, showSecret, { id: found.id });
  return { url: found.url, platform: found.kind as Platform, secret };
}

async function deliveriesOf(platform: Platform, values: Values): Promise<Iterable<Delivery>> {
  if (values.folder === undefined)
    return generated(platform, {
      seed: values.seed,
      orders: numberOf("orders", values.orders, 10_000_000),
    });
  const found = await fromFolder(platform, values.folder);
  if (found.length === 0)
    throw new CliProblem(
      `Nothing in ${values.folder} looks like a delivery of ${platform}: name the files after their topic, order.created.json or orders.create.json.`,
    );
  return found;
}

function numberOf(name: string, text: string, max: number): number {
  const number = Number(text);
  if (text.trim() !== "" && number >= 0 && number <= max) return number;
  throw new CliProblem(`--${name} is a number from 0 to ${max}.`);
}

const lineOf = ({ byStatus, count }: Sent, ms: number): string =>
  `${count} sent in ${(ms / 1000).toFixed(1)} s; came back: ${[...byStatus].map(([status, times]) => `${status} × ${times}`).join(", ")}`;

function timesOf(tookMs: readonly number[]): string {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  return `Answered in ${at(0.5)} ms (half), ${at(0.95)} ms (95 %), ${at(0.99)} ms (99 %).`;
}
