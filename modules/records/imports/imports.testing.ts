import assert from "node:assert/strict";
import { ACTIONS } from "#modules/modules.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import type { TestHouse } from "#platform/testing/house.ts";
import { partDoor } from "./door.ts";
import { imports, PART_BYTES } from "./imports.contract.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Anything = any;
type Verb = keyof typeof imports;

/** One import of one file by somebody, step by step as a screen does it. */
export type Importing = {
  readonly id: string;
  /** As it stands now. */
  now(): Promise<Anything>;
  asks(verb: Verb, input?: object): Promise<Anything>;
  /** Asks, and lets the work that follows be done. */
  does(verb: Verb, input?: object): Promise<Anything>;
  /** Matches columns by their headers; what is not named is as it was. */
  matches(
    by: Record<string, string | null | { target: string; policy: string }>,
  ): Promise<Anything>;
  /** Dry run, then the import itself. */
  runs(): Promise<Anything>;
  failures(): Promise<Anything[]>;
};

export async function importFile(
  house: TestHouse,
  caller: Caller,
  file: string | Uint8Array,
  { type = "customer", name = "pelanggan.csv" } = {},
): Promise<Importing> {
  const bytes = Buffer.from(file as Uint8Array);
  const ask = (verb: Verb, input: object): Promise<Anything> =>
    perform(actionOf(verb), house, caller, input);
  const begun = await ask("begin", { type, fileName: name, fileBytes: bytes.length });
  const { id } = begun.import;
  await send(house, begun.upload, bytes);

  const now = () => ask("get", { id });
  const asks = async (verb: Verb, input: object = {}) => {
    const { version } = VERSIONED.has(verb) ? await now() : { version: 0 };
    return ask(verb, { id, ...(VERSIONED.has(verb) ? { version } : {}), ...input });
  };
  const does = async (verb: Verb, input: object = {}) => {
    await asks(verb, input);
    await house.drain(caller);
    return now();
  };
  await does("read");
  return {
    id,
    now,
    asks,
    does,
    matches: async (by) => {
      const { columns } = await now();
      const matches = columns.map(({ header, match }: Anything) => {
        const said = by[header];
        if (said === undefined) return match;
        return said === null || typeof said === "string"
          ? { policy: match.policy, target: said }
          : said;
      });
      return asks("match", { matches });
    },
    runs: async () => {
      await does("try");
      return does("run");
    },
    failures: async () => (await asks("failures")).rows,
  };
}

const VERSIONED = new Set<Verb>(["read", "match", "try", "run", "rerun", "undo"]);

const actionOf = (verb: Verb): CompanyAction => {
  const { method, path } = imports[verb];
  const found = ACTIONS.find(({ does }) => does.method === method && does.path === path);
  assert(found?.door === "company");
  return found;
};

/** Piece by piece, as a browser does. */
export async function send(house: TestHouse, upload: string, bytes: Buffer): Promise<void> {
  const door = partDoor.open(house);
  for (let position = 0; position * PART_BYTES < bytes.length; position += 1) {
    const { status } = await door.handle({
      params: { upload, position: String(position) },
      query: {},
      headers: {},
      body: bytes.subarray(position * PART_BYTES, (position + 1) * PART_BYTES),
      method: "POST",
      ip: "127.0.0.1",
    });
    assert.equal(status, 204);
  }
}
