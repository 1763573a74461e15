import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "#kernel/errors.ts";
import { networkOf, openLimits } from "./limits.ts";

test("a household is one network: an IPv4 address, or the /64 of an IPv6 one", () => {
  const table: [string, string][] = [
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0db8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
  ];
  for (const [ip, expected] of table) assert.equal(networkOf(ip), expected, ip);
});

test("the first tries pass, the next is refused with the time left, and a new window begins after it", () => {
  const limits = openLimits();
  const limit = [{ key: "k", max: 3, withinMinutes: 1 }];
  const at = (second: number) => new Date(1_000_000_000_000 + second * 1000);
  for (let i = 0; i < 3; i += 1) limits.count(limit, at(i));
  assert.throws(
    () => limits.count(limit, at(20)),
    (error: unknown) =>
      error instanceof Problem &&
      error.kind === "too_many" &&
      (error.details as { retryAfterS: number }).retryAfterS === 40,
  );
  limits.count(limit, at(60));
});

test("a flood of keys does not fill the memory", () => {
  const limits = openLimits();
  const now = new Date();
  for (let i = 0; i < 100_500; i += 1)
    limits.count([{ key: `k${i}`, max: 1, withinMinutes: 1 }], now);
  assert.throws(() => limits.count([{ key: "k100499", max: 1, withinMinutes: 1 }], now));
  limits.count([{ key: "k0", max: 1, withinMinutes: 1 }], now);
});
