import assert from "node:assert/strict";
import { test } from "node:test";
import { proxyList, whyNotHost, whyNotSecure } from "./hosts.rules.ts";

const CLOSED = "platform.connection.not_secure";

test("nothing travels in the clear but on this machine, and only a declared proxy speaks for others", () => {
  const isTrusted = proxyList(["10.0.0.5", "10.1.0.0/16", "127.0.0.1", "fd00::/8"]);
  const table: [string, string | undefined, string | null][] = [
    ["127.0.0.2", undefined, null],
    ["::1", undefined, null],
    ["::ffff:127.0.0.2", undefined, null],
    ["192.168.1.20", undefined, CLOSED],
    ["192.168.1.20", "https", CLOSED],
    ["10.0.0.5", "https", null],
    ["::ffff:10.0.0.5", "https", null],
    ["10.1.99.1", "https", null],
    ["fd00::7", "https", null],
    ["10.0.0.5", "http", CLOSED],
    ["10.0.0.5", undefined, CLOSED],
    ["10.0.0.5", "https, http", CLOSED],
    ["10.0.0.6", "https", CLOSED],
    ["127.0.0.1", "https", null],
    ["127.0.0.1", "http", CLOSED],
    ["127.0.0.1", undefined, null],
  ];
  for (const [peer, forwardedProto, expected] of table)
    assert.equal(
      whyNotSecure({ peer, forwardedProto }, isTrusted),
      expected,
      `${peer} ${forwardedProto}`,
    );
});

test("only our own name and loopback are answered", () => {
  const url = "https://kaunter.example.com";
  assert.equal(whyNotHost("kaunter.example.com", url), null);
  assert.equal(whyNotHost("KAUNTER.example.com", url), null);
  assert.equal(whyNotHost("localhost:4880", url), null);
  assert.equal(whyNotHost("127.0.0.1", url), null);
  for (const host of [
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "",
    "kaunter.example.com:8443",
  ])
    assert.equal(whyNotHost(host, url), "platform.host.unknown", host);
});
