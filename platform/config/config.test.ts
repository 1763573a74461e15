import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ConfigProblem, readConfig, withPort } from "./config.ts";
import { masterKeysOf } from "./key-file.ts";
import { SETTINGS } from "./settings.ts";

const key = Buffer.alloc(32, 7).toString("base64");

test("without any setting there is a whole configuration", () => {
  const config = readConfig({ PATH: "/bin" }, "/srv/kaunter");
  assert.equal(config.dir, "/srv/kaunter/.kaunter");
  assert.equal(config.publicUrl, "http://127.0.0.1:4880");
  assert.equal(config.databaseUrl, null);
  assert.deepEqual(config.regions, [{ id: "my-1", name: "Malaysia" }]);
  assert.equal(withPort(config, 4890).publicUrl, "http://127.0.0.1:4890");
});

test("what is set is read", () => {
  const read = readConfig(
    {
      KAUNTER_DIR: "/var/kaunter",
      KAUNTER_HOST: "0.0.0.0",
      KAUNTER_PORT: "8080",
      KAUNTER_PUBLIC_URL: "https://kaunter.example.com/",
      KAUNTER_TRUSTED_PROXIES: "10.0.0.5, 10.1.0.0/16, fd00::/8",
      KAUNTER_DATABASE_URL: "postgres://kaunter:x@db.example.com",
      KAUNTER_DATABASE_CA: "ca.pem",
      KAUNTER_SMTP_URL: "smtps://u:p@mail.example.com",
      KAUNTER_MAIL_FROM: "Kaunter <no-reply@example.com>",
      KAUNTER_MASTER_KEY: `1:${key},2:${key}`,
      KAUNTER_ROLE: "worker",
      KAUNTER_REGIONS: "my-1=Malaysia, sg-1=Singapore",
    },
    "/srv",
  );
  assert.equal(read.publicUrl, "https://kaunter.example.com");
  assert.equal(withPort(read, 1).publicUrl, "https://kaunter.example.com");
  assert.equal(
    read.databaseUrl,
    "postgres://kaunter:x@db.example.com/postgres?sslmode=verify-full&sslrootcert=%2Fsrv%2Fca.pem",
  );
  assert.deepEqual(
    read.masterKey.kind === "given" && read.masterKey.keys.map(({ version }) => version),
    [1, 2],
  );
  assert.equal(read.regions[1]?.name, "Singapore");
});

const WRONG: [Record<string, string>, RegExp][] = [
  [{ KAUNTER_PORT: "http" }, /KAUNTER_PORT is "http"; write a whole number from 1 to 65535/],
  [{ KAUNTER_PORT: "70000" }, /write a whole number from 1 to 65535/],
  [{ KAUNTER_PROT: "1" }, /KAUNTER_PROT is not a setting.* Did you mean KAUNTER_PORT\?/],
  [{ KAUNTER_HOST: "example.com" }, /KAUNTER_HOST is "example.com"; write an address/],
  [{ KAUNTER_HOST: "0.0.0.0" }, /set KAUNTER_PUBLIC_URL to its https address/],
  [
    { KAUNTER_HOST: "0.0.0.0", KAUNTER_PUBLIC_URL: "https://a.example.com" },
    /set KAUNTER_TRUSTED_PROXIES to the address of your TLS proxy/,
  ],
  [{ KAUNTER_PUBLIC_URL: "http://a.example.com" }, /not encrypted.*write it like https:/],
  [{ KAUNTER_PUBLIC_URL: "https://a.example.com/x" }, /the bare address/],
  [{ KAUNTER_PUBLIC_URL: "a.example.com" }, /no web address; write it like https:/],
  [{ KAUNTER_TRUSTED_PROXIES: "10.0.0.0/33" }, /has "10.0.0.0\/33"; write addresses or ranges/],
  [{ KAUNTER_DATABASE_URL: "mysql://db" }, /no PostgreSQL address; write it like postgres:/],
  ...["disable", "allow", "prefer", "require", "no-verify", "verify-ca"].map(
    (mode): [Record<string, string>, RegExp] => [
      { KAUNTER_DATABASE_URL: `postgres://a:b@db.example.com/x?sslmode=${mode}` },
      new RegExp(`asks for sslmode=${mode}, but .* write sslmode=verify-full or leave it out`),
    ],
  ),
  [
    { KAUNTER_DATABASE_URL: "postgres://a:b@db.example.com/x?ssl=0" },
    /verified in full: write sslmode=verify-full/,
  ],
  [{ KAUNTER_DATABASE_CA: "ca.pem" }, /belongs to KAUNTER_DATABASE_URL/],
  [{ KAUNTER_DATABASE_CONNECTIONS: "1" }, /whole number from 5 to 10000/],
  [{ KAUNTER_SMTP_URL: "mail.example.com" }, /write it like smtps:/],
  [{ KAUNTER_SMTP_URL: "smtps://mail.example.com" }, /set KAUNTER_MAIL_FROM/],
  [{ KAUNTER_MAIL_FROM: "nobody" }, /write it like Kaunter </],
  [{ KAUNTER_MASTER_KEY: "1:short" }, /openssl rand -base64 32/],
  [{ KAUNTER_MASTER_KEY: `2:${key},1:${key}` }, /cannot be read/],
  [{ KAUNTER_MASTER_KEY: `1:${key}`, KAUNTER_MASTER_KEY_FILE: "k" }, /keep one of them/],
  [{ KAUNTER_ROLE: "web" }, /write one of all, api, worker/],
  [{ KAUNTER_ROLE: "api" }, /set KAUNTER_DATABASE_URL as well/],
  [{ KAUNTER_LOG: "loud" }, /write one of trace, debug/],
  [{ KAUNTER_REGIONS: "Malaysia" }, /write each region once as id=Name/],
  [{ KAUNTER_REGIONS: "my-1=A,my-1=B" }, /write each region once/],
  [{ KAUNTER_BACKUPS_S3: "s3.example.com/sandaran" }, /no store's address; write it like https:/],
  [{ KAUNTER_BACKUPS_S3: "http://k:s@s3.example.com/sandaran" }, /is not encrypted/],
  [{ KAUNTER_BACKUPS_S3: "https://k:s@s3.example.com/" }, /names no bucket/],
  [{ KAUNTER_BACKUPS_S3: "https://s3.example.com/sandaran" }, /has no key/],
  [
    { KAUNTER_BACKUPS_S3: "https://k:s@a.example/sandaran, https://k:s@b.example/sandaran" },
    /two addresses for the same companies/,
  ],
  [
    { KAUNTER_BACKUPS_S3: "sg-1=https://k:s@s3.example.com/sandaran" },
    /names the region sg-1, which KAUNTER_REGIONS does not have/,
  ],
  [
    {
      KAUNTER_REGIONS: "my-1=Malaysia, sg-1=Singapore",
      KAUNTER_BACKUPS_S3: "sg-1=https://k:s@s3.example.com/sandaran",
    },
    /no address for the region my-1: add my-1=https/,
  ],
  [{ KAUNTER_STRIPE_KEY: "pk_live_123456789" }, /no secret key of Stripe; write it like sk_live_/],
  [{ KAUNTER_STRIPE_KEY: "sk_test_123456789" }, /belong together: set both/],
  [{ KAUNTER_STRIPE_WEBHOOK_SECRET: "secret" }, /no signing secret; write it like whsec_/],
  [{ KAUNTER_STRIPE_URL: "http://stripe.example.com" }, /is not encrypted/],
  [{ KAUNTER_CLUSTERS: "main=many" }, /how many companies main takes; write it like main=300/],
  [{ KAUNTER_CLUSTERS: "postgres://a:b@127.0.0.1/x" }, /an entry without a name/],
  [{ KAUNTER_CLUSTERS: "a=postgres://a:b@127.0.0.1/x?room=5" }, /address, region and room of a/],
  [{ KAUNTER_CLUSTERS: "main=3, main=4" }, /names a cluster twice/],
  [
    { KAUNTER_CLUSTERS: "a=postgres://a:b@127.0.0.1/x?region=sg-1&room=5" },
    /puts a into the region sg-1, which KAUNTER_REGIONS does not have/,
  ],
  [
    { KAUNTER_CLUSTERS: "a=postgres://a:b@db.example.com/x?region=my-1&room=5&sslmode=require" },
    /of a asks for sslmode=require/,
  ],
  [{ KAUNTER_METRICS_TOKEN: "1234" }, /write 16 characters or more/],
];

for (const [env, sentence] of WRONG)
  test(`${JSON.stringify(env)} is answered with what to write`, () => {
    assert.throws(
      () => readConfig(env, "/srv"),
      (error: unknown) => {
        assert.ok(error instanceof ConfigProblem);
        assert.match(error.message, sentence);
        return true;
      },
    );
  });

test("all that is wrong is told at once, and no secret is repeated", () => {
  const env = { KAUNTER_PORT: "x", KAUNTER_LOG: "y", KAUNTER_MASTER_KEY: "1:open-sesame" };
  assert.throws(
    () => readConfig(env, "/srv"),
    ({ message }: Error) => message.split("\n").length === 3 && !message.includes("open-sesame"),
  );
});

test("a database on this machine needs no TLS, by loopback or by socket", () => {
  for (const url of [
    "postgres://a:b@127.0.0.1:5432/x",
    "postgres://a:b@localhost/x?sslmode=disable",
    "postgres://a:b@[::1]/x",
    "postgres:///x?host=/run/postgresql",
    "postgres://a@/x?host=/run/postgresql",
  ])
    assert.doesNotMatch(readConfig({ KAUNTER_DATABASE_URL: url }, "/").databaseUrl ?? "", /verify/);
});

test("every setting says in a sentence what it does", () => {
  for (const { name, does } of SETTINGS) assert.match(does, /^[A-Z].*[.`]$/, name);
});

test("the master key's file is made once, for its owner only", async () => {
  const dir = await mkdtemp(join(tmpdir(), "kaunter-config-"));
  try {
    const config = readConfig({ KAUNTER_DIR: dir }, "/");
    const both = await Promise.all([masterKeysOf(config), masterKeysOf(config)]);
    assert.deepEqual(both[0], both[1]);
    assert.deepEqual(await masterKeysOf(config), both[0]);
    assert.equal((await stat(join(dir, "master.key"))).mode & 0o777, 0o600);
    assert.match(await readFile(join(dir, "master.key"), "utf8"), /^1:.{44}\n$/);

    await writeFile(join(dir, "master.key"), "nonsense\n");
    await assert.rejects(masterKeysOf(config), /cannot be read as master keys/);
    const named = readConfig({ KAUNTER_MASTER_KEY_FILE: join(dir, "absent") }, "/");
    await assert.rejects(masterKeysOf(named), /is not there: write the path/);
  } finally {
    await rm(dir, { recursive: true });
  }
});
