import assert from "node:assert/strict";
import { after, test } from "node:test";
import { ACTIONS } from "#modules/modules.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { partDoor } from "./door.ts";
import { FILE_MAX_BYTES, imports, PART_BYTES } from "./imports.contract.ts";

const house = await testHouse();
after(() => house[Symbol.asyncDispose]());
const { admin, access } = await testCompany(house);
const door = partDoor.open(house);

const begin = (fileBytes: number): Promise<{ upload: string }> => {
  const { method, path } = imports.begin;
  const action = ACTIONS.find(({ does }) => does.method === method && does.path === path);
  const input = { type: "customer", fileName: "pelanggan.csv", fileBytes };
  return perform(action as CompanyAction, house, admin, input) as Promise<{ upload: string }>;
};

const give = async (upload: string, position: string, bytes: number, headers = {}) => {
  const knock = {
    params: { upload, position },
    query: {},
    headers: { host: new URL(house.config.publicUrl).host, ...headers },
    body: Buffer.alloc(bytes, "a"),
    method: "POST",
    ip: "127.0.0.1",
  };
  return (await door.handle(knock)).status;
};
const kept = async (): Promise<number> =>
  (await access.pool.query("select from import_parts")).rowCount ?? 0;

test("a file past a gigabyte is not begun, and a piece that is not as long as was said is not kept", async () => {
  await assert.rejects(begin(FILE_MAX_BYTES + 1), { kind: "invalid" });
  await assert.rejects(begin(0), { kind: "invalid" });
  const { upload } = await begin(PART_BYTES + 10);
  for (const [position, bytes] of [
    ["0", PART_BYTES - 1],
    ["1", 11],
    ["1", PART_BYTES],
    ["2", 10],
    ["-1", 10],
  ] as const)
    assert.equal(await give(upload, position, bytes), 422, `${bytes} at ${position}`);
  for (const position of ["1.5", "a", ""]) assert.notEqual(await give(upload, position, 10), 204);
  assert.equal(await kept(), 0);
  assert.equal(await give(upload, "1", 10), 204);
  assert.equal(await give(upload, "1", 10), 204, "a piece may be sent again");
  assert.equal(await kept(), 1);
});

test("a piece is taken at the address of its upload only, and from no page of somebody else's", async () => {
  const { upload } = await begin(10);
  const other = (await begin(20)).upload;
  assert.equal(
    await give(`${upload.slice(0, -1)}${upload.endsWith("A") ? "B" : "A"}`, "0", 10),
    404,
  );
  assert.equal(await give("", "0", 10), 404);
  assert.equal(await give(other, "0", 10), 422, "what is another upload's fits it only");
  assert.equal(await give(upload, "0", 10, { origin: "https://evil.example" }), 403);
  assert.equal(await give(upload, "0", 10, { "sec-fetch-site": "cross-site" }), 403);
  const before = await kept();
  assert.equal(await give(upload, "0", 10, { origin: house.config.publicUrl }), 204);
  assert.equal(await kept(), before + 1);
});
