/** Judged by the official cases of EN 16931, where they are beside the project: see their SOURCES.md. They are no part of it. */
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { readXml, type XmlElement } from "#platform/transfer/reading-xml.ts";
import { checkEInvoice, violationsOf } from "./checking.ts";

const SAMPLES = new URL("../../../shared/samples/en16931", import.meta.url).pathname;
const skip = existsSync(SAMPLES) ? false : "the official cases are not beside the project";

type Case = { name: string; rule: string; mustFail: boolean; times: number; document: XmlElement };

test("every official case that must fail a rule is refused by it, and none that must pass is", {
  skip,
}, () => {
  const cases = globSync(`${SAMPLES}/unit-*/*.xml`).flatMap(casesOf);
  assert.ok(cases.length > 700, `${cases.length} cases`);
  const wrong = cases.flatMap(({ name, rule, mustFail, times, document }) => {
    const count = violationsOf(document, true).filter((one) => one.rule === rule).length;
    if (mustFail ? count >= times : count === 0) return [];
    return [
      `${name}: ${rule} ${mustFail ? `lets pass what it must refuse (${times})` : "refuses what it must let pass"}`,
    ];
  });
  assert.deepEqual(wrong, []);
});

test("whole invoices that are valid are found so, and those that are not by the official rules are refused", {
  skip,
}, () => {
  const found = globSync(`${SAMPLES}/ubl-examples/*`).map((file) => {
    const broken = checkEInvoice(readFileSync(file, "utf8"), false).filter((one) => !one.isWarning);
    return [basename(file), [...new Set(broken.map(({ rule }) => rule))].toSorted()] as const;
  });
  const invalid = Object.fromEntries(found.filter(([, rules]) => rules.length > 0));
  assert.deepEqual(invalid, {});
});

/** A file holds a rule's cases: documents in part, each with what must come of it. */
function casesOf(file: string): readonly Case[] {
  const set = readXml(readFileSync(file, "utf8"));
  return set.children
    .filter(({ name }) => name === "test")
    .flatMap((one, at) => {
      const document = one.children.find(({ name }) => ["Invoice", "CreditNote"].includes(name));
      const says = one.children.find(({ name }) => name === "assert")?.children ?? [];
      return says
        .filter(({ name }) => ["success", "error", "warning"].includes(name))
        .map((verdict) => ({
          name: `${basename(file)} ${at + 1}`,
          rule: verdict.text,
          mustFail: verdict.name !== "success",
          times: Number(verdict.attributes.get("number") ?? 1),
          document: document as XmlElement,
        }));
    });
}
