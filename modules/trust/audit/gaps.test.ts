import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { createGunzip } from "node:zlib";
import { newId } from "#kernel/ids.ts";
import { inCompany, perform } from "#platform/actions/action.ts";
import { verifyLines } from "#platform/audit/verifier.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { showAuditState } from "./audit.actions.ts";
import { checkLog, signLog } from "./chain.ts";
import { logFile } from "./downloads.ts";
import { acknowledgeGap } from "./gaps.actions.ts";

const REASON = "Restored from the backup of Sunday night";
const HOUR_MS = 3_600_000;

test("after a restored backup an Admin says why entries are gone: signed by the house it is no finding any more, and tampering elsewhere still is", async () => {
  await using log = await restoredLog();
  // What is written since stands in the places of what is gone.
  await log.write(2);
  const { findings } = await log.check();
  assert.deepEqual([...new Set(findings.map(({ kind }) => kind))].sort(), ["cut", "rewritten"]);
  await log.write();

  await log.acknowledge();
  const after = await log.check();
  assert.deepEqual(after.findings, []);
  assert.deepEqual(
    after.gaps.map(({ by, reason, gone }) => [by, reason, gone.length > 0]),
    [["Aisyah binti Rahman", REASON, true]],
  );
  const state = await log.state();
  assert.deepEqual(
    state.gaps.map(({ by, reason }) => [by, reason]),
    [["Aisyah binti Rahman", REASON]],
  );
  assert.equal(state.blocked.acknowledge, "trust.audit.no_gap");
  const downloaded = await log.downloaded();
  assert.deepEqual([downloaded.findings, downloaded.gaps.length], [[], 1]);

  // The house signs on from here, and holds the log to what stood when the gap was explained.
  await log.write(2);
  log.house.clock.advance(HOUR_MS);
  await signLog(log.house, log.company.access);
  assert.deepEqual((await log.check()).findings, []);
  await log.asOwner("update audit_entries set actor_name = 'nobody' where position = 1");
  assert.deepEqual((await log.check()).findings, [{ kind: "changed", lane: 1, position: 1 }]);
});

test("what is cut off behind an explained gap is found again, and so is a gap that nobody signed", async () => {
  await using log = await restoredLog();
  await log.acknowledge();
  assert.deepEqual((await log.check()).findings, []);
  await log.write(2);
  await log.house.tips.flush();
  await log.asOwner(
    "delete from audit_entries where position = (select max(position) from audit_entries)",
  );
  assert.equal((await log.check()).findings[0]?.kind, "cut");
  await log.house.control.query(
    "update audit_gaps set statement = replace(statement, 'Sunday', 'Monday')",
  );
  const kinds = (await log.check()).findings.map(({ kind }) => kind);
  assert(kinds.includes("gap") && kinds.includes("cut"), kinds.join());
});

test("where nothing is gone, and where entries were changed one by one, there is no gap to explain", async () => {
  await using log = await restoredLog({ isCut: false });
  await log.check();
  await assert.rejects(log.acknowledge(), /trust\.audit\.no_gap/);
  await log.asOwner("update audit_entries set actor_name = 'nobody' where position = 2");
  await log.check();
  await assert.rejects(log.acknowledge(), /trust\.audit\.not_a_gap/);
  assert.equal((await log.state()).blocked.acknowledge, "trust.audit.not_a_gap");
});

/** A log that was signed and written to, and whose database then was as it had been before. */
async function restoredLog({ isCut = true } = {}) {
  const house = await testHouse();
  const company = await testCompany(house);
  const { access } = company;
  const write = (count = 1) =>
    inCompany(house, company.admin, "tests.gaps.write", "read write", async (ctx) => {
      for (let i = 0; i < count; i += 1)
        await ctx.audit({ type: "customer", id: newId<"customer">(), name: `Nr. ${i}` }, {});
    });
  const asOwner = (statement: string) =>
    withAdmin(
      house.serverUrl,
      new URL(access.pool.options.connectionString ?? "").username,
      (client) => client.query(statement),
    );
  const check = () => checkLog(house, access, { isWhole: true });

  await write(3);
  await signLog(house, access);
  await write(3);
  house.clock.advance(HOUR_MS);
  await signLog(house, access);
  await write(2);
  await house.tips.flush();
  if (isCut) {
    await asOwner("delete from audit_entries where position >= 5");
    await asOwner("delete from audit_heads where number = 2");
    await check();
  }

  return {
    house,
    company,
    write,
    asOwner,
    check,
    acknowledge: async () => {
      await perform(acknowledgeGap, house, company.admin, { reason: REASON });
      await house.drain(company);
    },
    state: () =>
      perform(showAuditState, house, company.admin, {}) as Promise<{
        gaps: { by: string; reason: string }[];
        blocked: { acknowledge: string | null };
      }>,
    downloaded: async () => {
      const packed = await logFile(house, access);
      return verifyLines(createInterface({ input: packed.pipe(createGunzip()) }));
    },
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}
