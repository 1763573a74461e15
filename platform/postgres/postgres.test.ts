import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import pg from "pg";
import { forgetPostgres } from "./home.ts";
import { type Postgres, type PostgresOptions, startPostgres } from "./postgres.ts";
import { lifeOf, readPostmaster } from "./postmaster.ts";

let dir: string;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), "kaunter-pg-"));
});
after(async () => {
  // Found running or started anew: either way this ends what a failed test left behind.
  await (await startPostgres({ dir })).stop();
  await forgetPostgres(dir);
});

const dataDir = async () =>
  join((await readFile(join(dir, "is-kept-at"), "utf8").catch(() => dir)).trim(), "data");

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: statement, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}

async function using<T>(options: PostgresOptions, work: (server: Postgres) => Promise<T>) {
  const server = await startPostgres(options);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

test("it keeps what was committed over stop and start, on loopback and behind a password", async () => {
  await using({ dir }, async ({ url }) => {
    await ask(url, "create table kept (n int)");
    await ask(url, "insert into kept values (42)");
  });
  await using({ dir }, async ({ url, wasRunning }) => {
    assert.equal(wasRunning, false);
    assert.deepEqual(await ask(url, "select n from kept"), [42]);
    assert.deepEqual(await ask(url, "show listen_addresses"), ["127.0.0.1"]);
    assert.deepEqual(await ask(url, "show fsync"), ["on"]);
    assert.deepEqual(await ask(url, "show synchronous_commit"), ["on"]);
    assert.deepEqual(
      await ask(
        url,
        "select count(*)::int from pg_hba_file_rules where auth_method <> 'scram-sha-256'",
      ),
      [0],
    );
    const wrong = new URL(url);
    wrong.password = "guessed";
    await assert.rejects(ask(wrong.href, "select 1"), /password authentication failed/);
    wrong.searchParams.delete("host");
    await assert.rejects(ask(wrong.href, "select 1"), /password authentication failed/);
  });
});

test("left running by a killed process, it is taken over", async () => {
  const left = await startPostgres({ dir });
  await ask(left.url, "insert into kept values (43)");
  await using({ dir }, async (found) => {
    assert.equal(found.wasRunning, true);
    assert.equal(found.port, left.port);
    assert.deepEqual(await ask(found.url, "select max(n) from kept"), [43]);
  });
});

test("killed itself, it comes back with everything committed", async () => {
  const killed = await startPostgres({ dir });
  await ask(killed.url, "insert into kept values (44)");
  const { pid } = (await readPostmaster(await dataDir())) ?? assert.fail("it runs");
  process.kill(pid, "SIGKILL");
  await using({ dir }, async ({ url, wasRunning }) => {
    assert.equal(wasRunning, false);
    assert.deepEqual(await ask(url, "select max(n) from kept"), [44]);
  });
});

test("a taken port moves it on to the next", async () => {
  const taken = createServer();
  taken.listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as { port: number };
  await using({ dir, port }, async (server) => assert.ok(server.port > port));
  taken.close();
});

test("with other settings it is started again", async () => {
  await startPostgres({ dir });
  await using({ dir, isDurable: false }, async ({ url, wasRunning }) => {
    assert.equal(wasRunning, false);
    assert.deepEqual(await ask(url, "show fsync"), ["off"]);
  });
});

test("it ends with its starter when asked to, however that one dies", async () => {
  const program = `
    const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, "postgres.ts"))});
    await startPostgres({ dir: ${JSON.stringify(dir)}, endsWithUs: true });
    process.stdout.write("up");
    setInterval(() => undefined, 1000);`;
  const starter = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(starter.stdout, "data");
  const data = await dataDir();
  const { pid } = (await readPostmaster(data)) ?? assert.fail("it runs");
  starter.kill("SIGKILL");
  // No deadline of its own: the test's is the only clock.
  while ((await lifeOf(pid, data)) === "ours") await new Promise(setImmediate);
});
