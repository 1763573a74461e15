import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { FILED, SEALED } from "#modules/modules.ts";
import { testBucket } from "#platform/backup/s3.testing.ts";
import { SIGN_UP } from "#platform/testing/door.ts";
import { keepEndings } from "../endings/endings.ts";
import { makeTakeouts } from "../takeouts/takeouts.ts";
import { backedUpDoor } from "./backups.testing.ts";
import { doReturns } from "./returns.ts";

const DAY_MS = 86_400_000;

test("in a bucket backups are made, proven, returned to and taken away as in a folder, and nothing lies beside it", async () => {
  await using bucket = await testBucket();
  await using at = await backedUpDoor({ backupPlaces: [{ of: "my-1", at: bucket.place }] });
  const proved = () =>
    at.owner.ask("POST", "/api/accounts/sessions/confirm", { password: SIGN_UP.password });
  await at.keep();
  const list = async () => (await at.owner.ask("GET", "/api/companies/backups")).body;
  const [row] = (await list()).rows;
  assert.deepEqual([row.state, row.verifiedAs], ["kept", "equal"]);
  assert.deepEqual(await readdir(at.dir), []);
  assert.ok([...bucket.objects.keys()].every((name) => name.startsWith(`my-1/${at.companyId}/`)));

  await at.owner.ask("POST", "/api/crm/customers", { name: "Selepas sandaran" });
  await proved();
  const asked = { id: row.id, name: SIGN_UP.companyName };
  assert.equal(
    (await at.owner.ask("POST", `/api/companies/backups/${row.id}/return`, asked)).status,
    200,
  );
  await doReturns(at.ground, async () => undefined);
  assert.equal((await list()).lastReturn.state, "done");

  await proved();
  const { body } = await at.owner.ask("POST", "/api/companies/takeouts", {});
  await makeTakeouts(at.ground, SEALED, FILED);
  await proved();
  const link = await at.owner.ask("POST", `/api/companies/takeouts/${body.id}/link`, {
    id: body.id,
  });
  const file = await at.door.app.inject({ method: "GET", url: link.body.path });
  assert.equal(file.rawPayload.toString("latin1", 0, 2), "PK");

  await at.door.house.tips.flush();
  await proved();
  const ending = { name: SIGN_UP.companyName };
  assert.equal((await at.owner.ask("POST", "/api/companies/ending", ending)).status, 200);
  at.door.house.clock.advance(30 * DAY_MS);
  await keepEndings(at.ground);
  assert.deepEqual([...bucket.objects.keys()], [`my-1/${at.companyId}/ended.json`]);
});
