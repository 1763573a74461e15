/** What OWASP ASVS wants to be nowhere in the source, or in one place only. docs/asvs.json says which requirement each test holds. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import tls from "node:tls";

test("this process speaks TLS 1.2 and 1.3 only, with ciphers that authenticate", () => {
  assert.equal(tls.DEFAULT_MIN_VERSION, "TLSv1.2");
  assert.equal(tls.DEFAULT_MAX_VERSION, "TLSv1.3");
  const weak = tls.DEFAULT_CIPHERS.split(":").filter(
    (name) => !name.startsWith("!") && /RC4|3DES|DES-|MD5|NULL|EXPORT|anon/i.test(name),
  );
  assert.deepEqual(weak, []);
  for (const file of [...sources(), "package.json", ".npmrc"])
    assert.doesNotMatch(
      readFileSync(file, "utf8"),
      /rejectUnauthorized: false|NODE_TLS_REJECT_UNAUTHORIZED|--tls-min|checkServerIdentity/,
      file,
    );
});

const LICENCES =
  /^\(?(?:MIT(?:-0)?|Apache-2\.0|ISC|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|Python-2\.0|Unlicense)(?:\)$|$| OR )/;
/** Of data in the public domain. */
const LICENCES_OF_DATA = /^PDDL-1\.0$/;
/** Of the tools that build and test only: nothing of them is handed on, or it is a font. */
const LICENCES_OF_TOOLS = /^(?:MPL-2\.0|OFL-1\.1)$/;
/** Of fonts that papers carry: the Open Font License lets whoever has one embed it. */
const LICENCES_OF_FONTS = /^MIT AND OFL-1\.1$/;
/** Packages whose package.json is silent, and what the licence in their folder is. */
const LICENCES_READ: Readonly<Record<string, string>> = { "node_modules/png-js": "MIT" };

test("every package has a version, a hash and a licence that we take, and runs nothing when it is installed", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, Package>;
  };
  const wrong = Object.entries(packages)
    .filter(([path, one]) => path !== "" && whatIsMissing(path, one) !== null)
    .map(([path, one]) => `${path} ${whatIsMissing(path, one)}`);
  assert.deepEqual(wrong, []);
  assert.match(readFileSync(".npmrc", "utf8"), /^ignore-scripts=true$/m);
});

test("known weaknesses of packages are asked for every day, with nothing of anybody else's, and their times are published", () => {
  const workflow = readFileSync(".github/workflows/weaknesses.yml", "utf8");
  assert.match(workflow, /schedule:\n\s+- cron: "\d+ \d+ \* \* \*"/);
  assert.match(workflow, /run: npm audit --package-lock-only --audit-level=low$/m);
  assert.doesNotMatch(workflow, /uses:|npm (?:ci|install)|continue-on-error/);
  const times = /within 2 days when critical, 7 when high, 30 when medium, 90 when low/;
  for (const file of ["SECURITY.md", "docs/security-decisions.md"])
    assert.match(readFileSync(file, "utf8"), times, file);
});

type Package = {
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly optional?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
};

function whatIsMissing(path: string, one: Package): string | null {
  const { version = "", integrity, license = LICENCES_READ[path] ?? "" } = one;
  if (!/^\d+\.\d+\.\d+/.test(version)) return "has no version";
  // The lockfile names builds for other systems too, of which the registry at hand says no more than their version.
  if (integrity === undefined && one.optional === true) return null;
  if (!/^sha512-/.test(integrity ?? "")) return "has no hash";
  const isTool = one.dev === true || one.devOptional === true;
  const isTaken =
    LICENCES.test(license) ||
    LICENCES_OF_DATA.test(license) ||
    LICENCES_OF_FONTS.test(license) ||
    (isTool && LICENCES_OF_TOOLS.test(license));
  return isTaken ? null : `is under ${license || "no licence"}`;
}

/** What must be nowhere in the source but in these files, and why there. */
function onlyIn(reasons: Readonly<Record<string, string>>, looks: RegExp): void {
  const found = sources().filter((file) => looks.test(codeOf(file)));
  assert.deepEqual(found, Object.keys(reasons));
}

test("no text is ever run as code", () =>
  onlyIn({}, /\beval\(|new Function\(|\bvm\.(?:run|Script)|node:vm/));

test("other programs are started in four places with fixed words, and a shell in one", () => {
  onlyIn(
    {
      "platform/lock/lock.ts": "ps, with a pid",
      "platform/postgres/home.ts": "useradd, with fixed words",
      "platform/postgres/postgres.ts": "the bundled PostgreSQL",
      "platform/postgres/postmaster.ts": "ps, with a pid",
    },
    /node:child_process/,
  );
  onlyIn(
    {
      "platform/postgres/postgres.ts": "a fixed line; the only thing handed to it is a pid",
      "platform/takeout/takeout.ts":
        "the first line of a script that is packed, and never run here",
    },
    /\bexec\(["'`]|\bexecSync\(|shell: true|\/bin\/sh/,
  );
});

test("no HTML is made of text in a browser", () =>
  onlyIn({}, /dangerouslySetInnerHTML|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write/));

test("there are no messages between windows and no WebSocket, and one parser of XML, in three places", () => {
  onlyIn(
    {},
    /window\.postMessage|addEventListener\("message"|new WebSocket\(|node:ws|from "ws"|DOMParser|xml2js|fast-xml-parser|libxml|xpath/,
  );
  const parsed = sources().filter((file) => /from "saxes"/.test(codeOf(file)));
  assert.deepEqual(parsed.sort(), [
    "platform/transfer/reading-xlsx.ts",
    "platform/transfer/reading-xml.ts",
    "platform/transfer/shared-texts.ts",
  ]);
});

test("no slice speaks to a database but through the tag that keeps values apart", () => {
  const found = sources().filter(
    (file) => file.startsWith("modules/") && /\.query\(/.test(codeOf(file)),
  );
  assert.deepEqual(found, []);
});

test("no expression is made of text", () =>
  onlyIn(
    {
      "kernel/phone.ts": "the plans of numbers that libphonenumber carries",
      "platform/privacy/cards.rules.ts": "how cards are written, of its own constants",
    },
    /new RegExp\(/,
  ));

test("what nobody must guess is drawn from node:crypto", () =>
  onlyIn(
    { "modules/connect/deliveries/processing.ts": "how long to wait after a collision" },
    /Math\.random\(/,
  ));

test("hashes are SHA-256 or longer, and SHA-1 stands in TOTP alone", () =>
  onlyIn(
    { "modules/accounts/factors/totp.rules.ts": "what RFC 6238 and every app do" },
    /createH(?:ash|mac)\(["'](?!sha256["']|sha384["']|sha512["'])/,
  ));

test("AES-256-GCM is the one cipher", () =>
  onlyIn(
    {},
    /create(?:C|Dec)ipheriv\(["'](?!aes-256-gcm["'])|RSA_PKCS1|publicEncrypt|privateDecrypt/,
  ));

test("over HTTP the server asks no other host than the operator's store of backups", () =>
  onlyIn(
    {
      "apps/cli/sending.ts": "plays a store for this house",
      "apps/trust.ts": "asks this house itself",
      "platform/backup/s3.ts": "asks the store that a setting names, and is led nowhere else",
      "ui/api.ts": "the screens ask their own server",
    },
    /(?<![.\w])fetch\(|node:https|undici|axios/,
  ));

test("no key and no password stands in the source", () =>
  onlyIn(
    {},
    /-----BEGIN [A-Z ]*PRIVATE KEY|\bkau_[a-z0-9]{8}_[\w-]{43}\b|\b[sr]k_live_\w{8}|AKIA[0-9A-Z]{16}/,
  ));

test("no field refuses what is pasted", () =>
  onlyIn(
    {
      "modules/finance/journals/web/JournalEditor.tsx":
        "takes lines pasted from a spreadsheet; all else goes where it was pasted",
      "modules/records/attachments/web/record-files.tsx":
        "takes files; texts go where they were pasted",
      "modules/records/notes/web/note-editor.tsx":
        "takes pictures; texts go where they were pasted",
    },
    /onPaste=\{|onCopy=\{|onCut=\{/,
  ));

test("an address that came as data is a link only when it leads to the web", () => {
  const links = sources()
    .filter((file) => file.endsWith(".tsx"))
    .flatMap((file) => {
      const text = readFileSync(file, "utf8");
      return [...text.matchAll(/\b(?:href|src)=\{(?!["'`](?:\/|mailto:|tel:))([^}]+)\}/g)].map(
        ({ 1: value = "", index }) => ({ file, value, before: text.slice(index - 160, index) }),
      );
    });
  const unguarded = links
    .filter(({ value, before }) => !(before.includes(value) && before.includes("/^https?:/")))
    .map(({ file, value }) => `${file}: ${value}`);
  assert.deepEqual(unguarded, OWN_ADDRESSES);
});

/** Not data: what the server says of itself (the mailbox of this machine), and a constant. */
const OWN_ADDRESSES = [
  "modules/accounts/accounts/web/ForgotPasswordPage.tsx: choices.mailboxUrl",
  "modules/accounts/accounts/web/check-mail.tsx: choices.mailboxUrl",
  "modules/trust/audit/web/log-state.tsx: SCRIPT",
];

test("every password is typed into the one field for passwords, which hides it until its owner wants to see it", () => {
  const elsewhere = sources()
    .filter((file) => file.endsWith(".tsx") && file !== "ui/form/password-field.tsx")
    .flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/<(\w+)\b[^>]*?autoComplete="[a-z]+-password"/g)]
        .filter(([, tag]) => tag !== "PasswordField")
        .map(([, tag]) => `${file}: ${tag}`),
    );
  assert.deepEqual(elsewhere, []);
  const field = readFileSync("ui/form/password-field.tsx", "utf8");
  assert.match(field, /useState\(false\)/);
  assert.match(field, /type=\{isShown \? "text" : "password"\}/);
});

function sources(): string[] {
  return globSync("{kernel,platform,modules,ui,apps,promises}/**/*.{ts,tsx,mjs}")
    .filter((file) => !/\.test\.|\.testing\.|\/testing\/|\/fixtures\//.test(file))
    .sort();
}

/** Without what is said about it. */
const codeOf = (file: string): string =>
  readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
