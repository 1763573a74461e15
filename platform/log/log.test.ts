import assert from "node:assert/strict";
import { test } from "node:test";
import { createLog } from "./log.ts";
import { readableLine } from "./readable-line.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog("info", { write: (line: string) => void lines.push(line) }));
  return lines.join("");
}

test("secrets and personal data stay out of the log, at any depth and in any spelling", () => {
  const line = logged((log) => {
    log.child({ email: "child-hidden" }).info(
      {
        password: "p-hidden",
        req: {
          headers: { Authorization: "b-hidden", "set-cookie": ["c-hidden"], cookie: "d-hidden" },
        },
        deep: [{ customer: { first_name: "n-hidden", phone: "t-hidden", id: "cus_1" } }],
        access_token: "a-hidden",
      },
      "seen",
    );
  });
  assert.doesNotMatch(line, /hidden/);
  assert.match(line, /cus_1/);
  assert.match(line, /seen/);
});

test("addresses and passwords are blanked in messages and in errors", () => {
  const error = Object.assign(new Error("cannot reach postgres://kaunter:open-sesame@db/x"), {
    code: "23505",
    detail: "Key (email)=(siti@example.my) already exists.",
  });
  const line = logged((log) =>
    log.error({ err: error }, "mail to siti.aminah@example.com.my failed"),
  );
  assert.doesNotMatch(line, /siti|open-sesame/);
  assert.match(line, /23505/);
  assert.match(line, /log\.test\.ts/);
});

test("a person gets a short line with the error's place", () => {
  const json = logged((log) => log.warn({ took: 3, err: new Error("odd") }, "it happened"));
  const line = readableLine(json);
  assert.match(line, /^\d\d:\d\d:\d\d {2}.*warn.* {2}it happened {2}took=3\nError: odd\n {4}at /);
});

test("what somebody sent begins no entry of its own and says nothing to the terminal", () => {
  const sent = 'x"\n2026-01-01 all is well\x1b[2J\r\x9b2J';
  const json = logged((log) => log.warn({ route: sent, err: new Error(sent) }, "it happened"));
  assert.equal(json.trimEnd().split("\n").length, 1);
  assert.equal(JSON.parse(json).route, sent);

  const [first = "", ...stack] = readableLine(json).split("\n");
  assert.match(
    first,
    /it happened {2}route=x"\\u000a2026-01-01 all is well\\u001b\[2J\\u000d\\u009b2J$/,
  );
  const shown = stack.join("\n").replaceAll("\n", "");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  assert.doesNotMatch(shown, /[\x00-\x1f\x7f-\x9f]/);
});
