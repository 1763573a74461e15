import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { test } from "node:test";
import { transaction } from "#platform/db/db.ts";
import { testHouse } from "#platform/testing/house.ts";
import { declaredHosts } from "./declared.rules.ts";
import { selectEgress } from "./egress.sql.ts";
import { watchEgress } from "./egress.ts";

test("a connection to a host that nobody declared is turned back before it is made, and counted", async () => {
  await using house = await testHouse({
    config: {
      smtpUrl: "smtps://u:p@mail.example.com",
      mailFrom: "a@example.com",
      stripe: { key: "sk_test_x", webhookSecret: "whsec_x", url: "https://stripe.example.com" },
    },
  });
  const egress = watchEgress(house, house.serverUrl);
  const server = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  try {
    const hosts = ["elsewhere.invalid", "mail.example.com", "stripe.example.com", "127.0.0.1"];
    for (const host of hosts) {
      // Every name leads to this very machine: nothing leaves it, whatever the guard does.
      const socket = connect({ host, port, lookup: toLoopback });
      const outcome = await once(socket, "connect").then(
        () => "let out",
        (error: { code: string }) => error.code,
      );
      assert.equal(outcome, host === "elsewhere.invalid" ? "EUNDECLARED" : "let out");
      socket.destroy();
    }
    await assert.rejects(fetch(`http://elsewhere.invalid:${port}/`), (error: Error) => {
      assert.equal((error.cause as { code: string }).code, "EUNDECLARED");
      return true;
    });
  } finally {
    await egress.close();
    server.close();
  }
  const counts = await transaction(house.control, "read only", (db) =>
    selectEgress(db, new Date(0)),
  );
  assert.deepEqual(counts, [
    { host: "elsewhere.invalid", port, isDeclared: false, wasLetOut: false, count: 2 },
    { host: "mail.example.com", port, isDeclared: true, wasLetOut: true, count: 1 },
    { host: "stripe.example.com", port, isDeclared: true, wasLetOut: true, count: 1 },
  ]);
});

test("declared are the hosts of the settings, whatever way they are written", () => {
  const hosts = declaredHosts([
    "postgres://a:b@DB.example.com:5432/x",
    "postgres://a:b@localhost/x?host=db2.example.com",
    "smtps://u:p@[2001:db8::5]:465",
    null,
  ]);
  assert.deepEqual([...hosts], ["db.example.com", "db2.example.com", "2001:db8::5"]);
});

const toLoopback = ((
  _host: string,
  options: { all?: boolean },
  done: (error: null, address: unknown, family?: number) => void,
) =>
  options.all
    ? done(null, [{ address: "127.0.0.1", family: 4 }])
    : done(null, "127.0.0.1", 4)) as never;
