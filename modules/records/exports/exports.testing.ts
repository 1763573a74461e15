import assert from "node:assert/strict";
import { ACTIONS } from "#modules/modules.ts";
import { perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import type { TestHouse } from "#platform/testing/house.ts";
import { exportDoor } from "./door.ts";
import { recordExports } from "./exports.contract.ts";

/** A file as it leaves: asked for, written in the background, fetched by its address. */
export async function exportFile(house: TestHouse, caller: Caller, asked: object): Promise<Buffer> {
  const { id } = await ask(house, caller, "start", { format: "csv", language: "en", ...asked });
  await house.drain(caller);
  const { url } = await ask(house, caller, "link", { id });
  const { file } = await exportDoor.open(house).handle({
    ...{ params: { token: String(url).split("/").at(-1) ?? "" }, query: {}, headers: {} },
    ...{ body: Buffer.alloc(0), method: "GET", ip: "127.0.0.1" },
  });
  assert(file !== undefined);
  const pieces: Buffer[] = [];
  for await (const piece of file.content) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

async function ask(
  house: TestHouse,
  caller: Caller,
  verb: "start" | "link",
  input: object,
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
): Promise<any> {
  const { method, path } = recordExports[verb];
  const found = ACTIONS.find(({ does }) => does.method === method && does.path === path);
  assert(found?.door === "company");
  return perform(found, house, caller, input);
}
