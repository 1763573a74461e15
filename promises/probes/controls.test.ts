/** The negative controls: each switches one guard off in a scratch house of its own and sees its probe turn red. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import fastify from "fastify";
import { newId } from "#kernel/ids.ts";
import { ACTIONS } from "#modules/modules.ts";
import { PROBES } from "#modules/trust/promises/probes.ts";
import { inCompany, type perform } from "#platform/actions/action.ts";
import { watchEgress } from "#platform/egress/egress.ts";
import { quoted } from "#platform/tenancy/names.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import { type TestDoor, testDoor } from "#platform/testing/door.ts";
import { testCompany } from "#platform/testing/house.ts";
import type { Ask, Found, Ground } from "./probe.ts";

test("every probe finds a fresh house as promised", async () => {
  await using scratch = await scratchHouse();
  for (const { name } of PROBES) {
    const found = await scratch.run(name);
    assert.equal(found?.isKept, true, `${name}: ${JSON.stringify(found)}`);
  }
});

test("a database that lets another company in turns isolation red", async () => {
  await using scratch = await scratchHouse();
  const { database } = scratch;
  const other = await scratch.databaseOf(await scratch.neighbour());
  await scratch.asAdmin(`grant connect on database ${quoted(other)} to ${quoted(database)}`);
  await scratch.turnsRed("isolation", "opens_others");
  await scratch.asAdmin(`revoke connect on database ${quoted(other)} from ${quoted(database)}`);
  await scratch.isKept("isolation");
  await scratch.asAdmin(`grant connect on database ${quoted(database)} to ${quoted(other)}`);
  await scratch.turnsRed("isolation", "open_to_others");
});

test("an audit log whose entries may be altered turns the log's probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inCompany(`grant update on audit_entries to ${quoted(scratch.database)}`);
  await scratch.turnsRed("audit_log", "open");
});

test("a hash of lower cost turns the hashes' probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.account();
  await scratch.inControl("alter table accounts drop constraint accounts_password_hash_check");
  await scratch.isKept("hashes");
  await scratch.inControl(
    "update accounts set password_hash = replace(password_hash, '$2b$12$', '$2b$10$')",
  );
  await scratch.turnsRed("hashes", "weak");
});

test("a secret that lies in the clear turns the seal's probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inCompany(
    "insert into connections (id, kind, name, address, secret, created_at, updated_at) values (gen_random_uuid(), 'woocommerce', 'Kedai', 'a', 'ck_in_the_clear', now(), now())",
  );
  await scratch.turnsRed("sealed", "plain");
  await scratch.inCompany("update connections set secret = 'v1.1.AAAAAAAAAAAAAAAA.AAAA'");
  await scratch.isKept("sealed");
  await scratch.inCompany(
    `insert into deliveries (id, connection_id, received_at, topic, headers, body, body_bytes)
     select gen_random_uuid(), id, now(), 'order.created', '{}', 'not sealed at all, whatever it says', 35 from connections`,
  );
  await scratch.turnsRed("sealed", "shut");
});

test("a key of the house that lies in the clear turns its probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inControl("update companies set password = 'in the clear'");
  await scratch.turnsRed("sealed_house", "plain");
});

test("a door without its policy, and one with a tracking cookie, turn the pages' probe red", async () => {
  await using scratch = await scratchHouse();
  const through =
    (change: (headers: Record<string, unknown>) => void): Ask =>
    async (path) => {
      const answer = await scratch.ground.ask?.(path);
      assert(answer !== undefined);
      const headers = { ...answer.headers };
      change(headers);
      return { ...answer, headers };
    };
  await using loose = await doorInFrontOf(
    scratch.door,
    (headers) => delete headers["content-security-policy"],
  );
  await scratch.turnsRed("pages", "loose", { ask: loose.ask });
  const weaker = through((headers) => {
    headers["content-security-policy"] =
      `${headers["content-security-policy"]};script-src 'self' 'unsafe-inline'`;
  });
  await scratch.turnsRed("pages", "loose", { ask: weaker });
  const tracking = through((headers) => {
    headers["set-cookie"] = "_ga=GA1.1; Path=/";
  });
  await scratch.turnsRed("pages", "cookie", { ask: tracking });
  const inline: Ask = async (path) => ({
    status: 200,
    headers: (await scratch.ground.ask?.(path))?.headers ?? {},
    body: "<html><script>alert(1)</script></html>",
  });
  await scratch.turnsRed("pages", "inline", { ask: inline });
  const shut: Ask = async () => {
    throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  };
  assert.equal(await scratch.run("pages", { ask: shut }), null, "a house that goes proves nothing");
});

test("a house that trusts every proxy turns the transport's probe red", async () => {
  await using scratch = await scratchHouse();
  const { config } = scratch.door.house;
  const house = { ...scratch.door.house, config: { ...config, trustedProxies: ["0.0.0.0/0"] } };
  await scratch.turnsRed("transport", "clear", { house });
  const https = {
    ...scratch.door.house,
    config: { ...config, publicUrl: "https://kaunter.example" },
  };
  await scratch.turnsRed("transport", "no_hsts", { house: https });
});

test("a database link without verification turns the links' probe red", async () => {
  await using scratch = await scratchHouse();
  const { workshop } = scratch.ground;
  const afar = (mode: string) => ({
    workshop: { ...workshop, serverUrl: `postgres://k:p@db.example.com/postgres?sslmode=${mode}` },
  });
  await scratch.turnsRed("links", "unverified", afar("require"));
  assert.equal((await scratch.run("links", afar("verify-full")))?.isKept, true);
});

test("a guard that lets undeclared hosts through turns the egress probe red", async () => {
  await using scratch = await scratchHouse({ isGuarded: false });
  await scratch.turnsRed("egress", "let_out");
  const { house } = scratch.door;
  const guard = watchEgress(house, house.serverUrl, { isTurningBack: false });
  await scratch.turnsRed("egress", "let_out");
  await guard.close();
  const real = watchEgress(house, house.serverUrl);
  // What went out while the guard was off is remembered.
  await scratch.turnsRed("egress", "went_out");
  await real.close();
});

test("an action that asks for no permission turns the permissions' probe red", async () => {
  await using scratch = await scratchHouse();
  // As perform() is, without its first question.
  const unasked: typeof perform = async (action, _house, _caller, raw) =>
    action.run(raw as never, raw as never);
  await scratch.turnsRed("permissions", "open", { perform: unasked });
});

test("a password change that ends no session, and a session of nine hours, turn the sessions' probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inControl(`
    create function keep_epoch() returns trigger language plpgsql as $$ begin new.epoch = old.epoch; return new; end $$`);
  await scratch.inControl(
    "create trigger keep_epoch before update on accounts for each row execute function keep_epoch()",
  );
  await scratch.turnsRed("sessions", "outlived_password");
  await scratch.inControl("drop trigger keep_epoch on accounts");
  await scratch.isKept("sessions");
  await scratch.inControl(`
    create function stay_longer() returns trigger language plpgsql as $$ begin new.expires_at = new.created_at + interval '9 hours'; return new; end $$`);
  await scratch.inControl(
    "create trigger stay_longer before insert on sessions for each row execute function stay_longer()",
  );
  await scratch.turnsRed("sessions", "too_long");
});

test("a count of tries that forgets turns the limits' probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inControl(`
    create function forget_tries() returns trigger language plpgsql as $$ begin new.tries_count = 1; return new; end $$`);
  await scratch.inControl(
    "create trigger forget_tries before update on tries for each row execute function forget_tries()",
  );
  await scratch.turnsRed("limits", "wrong");
});

test("a company key that is not wrapped turns the keys' probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inControl(
    `update company_keys set wrapped_key = '${randomBytes(32).toString("base64")}' where company_id = '${scratch.companyId}'`,
  );
  await scratch.turnsRed("wrapped", "bare");
  await scratch.inControl(
    `update company_keys set wrapped_key = 'v1.1.AAAAAAAAAAAAAAAA.${randomBytes(48).toString("base64url")}' where company_id = '${scratch.companyId}'`,
  );
  await scratch.turnsRed("wrapped", "shut");
});

test("a backup that fails its restore, one that is overdue, and none at all turn the backups' probe red", async () => {
  await using scratch = await scratchHouse();
  const noted = (changes: string) =>
    scratch.inControl(`update backups set ${changes} where company_id = '${scratch.companyId}'`);
  await scratch.inControl(
    `update companies set created_at = '${scratch.door.house.now().toISOString()}'::timestamptz - interval '30 hours'`,
  );
  await scratch.turnsRed("backups", "missing");
  await scratch.inControl(
    `insert into backups (id, company_id, region, state, asked_at, taken_at, made_at, bytes, sha256, tables, verified_as, verified_at, verify_ms)
     select gen_random_uuid(), id, region, 'kept', t, t, t, 1, repeat('a', 64), '[]', 'equal', t, 900
       from companies, (values ('${scratch.door.house.now().toISOString()}'::timestamptz)) as times(t)
      where id = '${scratch.companyId}'`,
  );
  await scratch.isKept("backups");
  await noted(`findings = '["books.entries.balance"]'`);
  await scratch.turnsRed("backups", "unsound");
  await noted("findings = null");
  await noted("verified_as = 'different'");
  await scratch.turnsRed("backups", "unproven");
  await noted("verified_as = 'equal', taken_at = taken_at - interval '91 days'");
  await scratch.turnsRed("backups", "overdue");
});

test("a command that a cancelled company can still ask turns its probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.isKept("cancelling");
  const blind: typeof perform = (action, house, caller, raw) =>
    inCompany(
      house,
      {
        ...caller,
        access: { ...caller.access, company: { ...caller.access.company, status: "active" } },
      },
      action.needs,
      "read only",
      (ctx) => action.run(ctx, raw as never),
    );
  await scratch.turnsRed("cancelling", "open", { perform: blind });
});

test("a door that lets a card's number in, and one that is stored, turn the cards' probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.isKept("cards");
  const blind: typeof perform = (action, house, caller, raw) =>
    inCompany(house, caller, action.needs, "read only", (ctx) => action.run(ctx, raw as never));
  await scratch.turnsRed("cards", "passed", { perform: blind });
  await scratch.inCompany(
    `insert into notes (id, subject_type, subject_id, written_subject_id, text, author_name, created_at)
     values (gen_random_uuid(), 'customer', gen_random_uuid(), gen_random_uuid(), 'kad 4242 4242 4242 4242', 'Farah', now())`,
  );
  await scratch.turnsRed("cards", "stored");
});

test("a company or an account that should be gone, one that was destroyed too early, what one left, and a copy past its day turn the endings' probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.isKept("endings");
  const now = `'${scratch.door.house.now().toISOString()}'::timestamptz`;
  await scratch.inControl(
    `insert into endings (id, company_id, region, state, cancelled_at, ends_at)
     values (gen_random_uuid(), '${scratch.companyId}', 'my-1', 'cancelled', ${now} - interval '40 days', ${now} - interval '10 days')`,
  );
  await scratch.turnsRed("endings", "late");
  await scratch.inControl(
    `update endings set state = 'deleted', plan = '{"databases": []}', deleted_at = ${now} - interval '20 days',
            link_hash = '\\x00', backups_go_by = ${now} + interval '1 day'`,
  );
  await scratch.turnsRed("endings", "early");
  await scratch.inControl(`update endings set deleted_at = ${now} - interval '9 days'`);
  await scratch.turnsRed("endings", "left");
  await scratch.inControl(
    `update endings set company_id = gen_random_uuid(), plan = '{"databases": [{"name": "${scratch.database}"}]}'`,
  );
  await scratch.turnsRed("endings", "left");
  await scratch.inControl(`update endings set plan = '{"databases": []}'`);
  await scratch.isKept("endings");
  await scratch.inControl(`update endings set backups_go_by = ${now} - interval '1 day'`);
  await scratch.turnsRed("endings", "copies");
  await scratch.inControl("update endings set backups_gone_at = deleted_at");
  await scratch.account();
  await scratch.inControl(
    `update accounts set closed_at = ${now} - interval '40 days', closes_at = ${now} - interval '10 days'`,
  );
  await scratch.turnsRed("endings", "accounts");
});

test("a table that an export would not read, and an export that failed, turn the exports' probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.isKept("takeouts");
  await scratch.inCompany("create table parts (id int primary key) partition by hash (id)");
  await scratch.turnsRed("takeouts", "unread");
  await scratch.inCompany("drop table parts");
  await scratch.inControl(
    `insert into takeouts (id, company_id, region, state, asked_by, asked_at, why_failed)
     values (gen_random_uuid(), '${scratch.companyId}', 'my-1', 'failed', 'Farah', '${scratch.door.house.now().toISOString()}', 'no room')`,
  );
  await scratch.turnsRed("takeouts", "failed");
});

test("an account without a confirmation of age turns the adults' probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.account();
  await scratch.inControl("alter table accounts alter column adult_at drop not null");
  await scratch.inControl("update accounts set adult_at = null");
  await scratch.turnsRed("adults", "unconfirmed");
});

test("a field of accounts that is not declared turns its probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inControl("alter table accounts add column born_on date");
  await scratch.turnsRed("of_you", "more");
});

test("a field of customers that no page shows turns its probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inCompany("alter table customers add column religion text");
  await scratch.turnsRed("of_customers", "hidden");
});

test("messages that are not kept as they came turn their probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inCompany(`
    create function cut() returns trigger language plpgsql as $$ begin new.body = substring(new.body for 40); return new; end $$`);
  await scratch.inCompany(
    "create trigger cut before insert on deliveries for each row execute function cut()",
  );
  await scratch.turnsRed("messages", "changed");
  await scratch.inCompany(`
    create or replace function cut() returns trigger language plpgsql as $$ begin return null; end $$`);
  await scratch.inCompany(
    "alter table delivery_results drop constraint delivery_results_delivery_id_fkey",
  );
  await scratch.turnsRed("messages", "lost");
});

test("a log that forgets from where turns the notes' probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inCompany(`
    create function forget() returns trigger language plpgsql as $$ begin new.ip = null; return new; end $$`);
  await scratch.inCompany(
    "create trigger zz_forget before insert on audit_entries for each row execute function forget()",
  );
  await scratch.turnsRed("noted", "lost");
});

test("a database that lets no correction through turns its probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inCompany(`
    create function stay() returns trigger language plpgsql as $$ begin new.name = old.name; return new; end $$`);
  await scratch.inCompany(
    "create trigger stay before update on customers for each row execute function stay()",
  );
  await scratch.turnsRed("corrected", "still_wrong");
});

test("a company in a region that the house does not have turns the region's probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inControl("update companies set region = 'eu-9'");
  await scratch.turnsRed("region", "unknown");
});

test("a rule that a company's database does not check turns the database's probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inCompany(
    "alter table customers add constraint loose check (name <> 'x') not valid",
  );
  await scratch.turnsRed("database", "unchecked");
});

test("alerts that are never written turn the alarm's probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inControl(`
    create function swallow() returns trigger language plpgsql as $$ begin return null; end $$`);
  await scratch.inControl(
    "create trigger swallow before insert on alerts for each row execute function swallow()",
  );
  await scratch.turnsRed("alarm", "missed");
});

test("a database that takes a short notice turns the notice's probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inControl(`
    do $$ declare rule text; begin
      for rule in select conname from pg_constraint
                   where conrelid = 'policy_versions'::regclass and pg_get_constraintdef(oid) like '%is_material%'
      loop execute format('alter table policy_versions drop constraint %I', rule); end loop;
    end $$`);
  await scratch.turnsRed("notice", "taken");
});

test("what is overdue in the trash turns the trash's probe red", async () => {
  await using scratch = await scratchHouse();
  const overdue = new Date(scratch.door.house.now().getTime() - 25 * 3_600_000).toISOString();
  await scratch.inCompany(
    `insert into trash_entries (subject_type, subject_id, name, actor_kind, actor_name, trashed_at, purge_at)
     values ('customer', gen_random_uuid(), 'Aina', 'system', 'test', '2026-10-01', '${overdue}')`,
  );
  await scratch.turnsRed("trash", "overdue");
});

test("a request that nobody answers, and an erasure that a restore undid, turn the requests' probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inCompany(
    `insert into privacy_requests (id, kind, channel, name, received_on, due_on, created_at, updated_at)
     values (gen_random_uuid(), 'access', 'letter', 'Aina', '2026-11-01', '2026-11-22', now(), now())`,
  );
  await scratch.isKept("requests");
  await scratch.inCompany("update privacy_requests set due_on = '2026-11-21'");
  await scratch.turnsRed("requests", "late");
  await scratch.inCompany("update privacy_requests set due_on = '2026-12-02'");
  await scratch.turnsRed("requests", "far");
  await scratch.inControl(
    `insert into erasures (company_id, request_id, erased_at, hashes)
     values ('${scratch.companyId}', gen_random_uuid(), now(), '{}')`,
  );
  await scratch.turnsRed("requests", "undone");
});

test("an entry that was altered or cut off turns the chain's probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.audited(3);
  await scratch.isKept("audit_chain");
  await scratch.inCompany("alter table audit_entries disable trigger user");
  await scratch.inCompany(
    "update audit_entries set actor_name = 'nobody' where id = (select max(id) from audit_entries)",
  );
  await scratch.turnsRed("audit_chain", "broken");
});

test("a code that works twice turns the second step's probe red", async () => {
  await using scratch = await scratchHouse();
  await scratch.inControl(`
    create function forget_step() returns trigger language plpgsql as $$ begin new.used_step = 0; return new; end $$`);
  await scratch.inControl(
    "create trigger forget_step before update on factors for each row execute function forget_step()",
  );
  await scratch.turnsRed("second_step", "again");
});

test("a probe that has not run for too long turns the rounds' probe red", async () => {
  await using scratch = await scratchHouse();
  const old = new Date(scratch.door.house.now().getTime() - 2 * 86_400_000).toISOString();
  await scratch.inControl(
    `insert into promise_proofs (probe, state, since_at, last_at, evidence) values ('hashes', 'kept', '${old}', '${old}', '{}')`,
  );
  await scratch.turnsRed("rounds", "late");
});

/** A house of its own with a company, its door, and the guard of what leaves. */
async function scratchHouse({ isGuarded = true } = {}) {
  const door = await testDoor();
  const { house } = door;
  const company = await testCompany(house);
  const guard = isGuarded ? watchEgress(house, house.serverUrl) : null;
  const ground: Ground = {
    house,
    workshop: house.workshop,
    actions: ACTIONS,
    ask: askOf(door),
  };
  const databaseOf = async (id: string): Promise<string> =>
    (await house.control.query("select database_name from companies where id = $1", [id])).rows[0]
      .database_name;
  const database = await databaseOf(company.access.company.id);
  const asAdmin = (statement: string, where = "postgres") =>
    withAdmin(house.serverUrl, where, (client) => client.query(statement));

  async function run(name: string, changes: Partial<Ground> = {}): Promise<Found | null> {
    const probe = PROBES.find((one) => one.name === name);
    assert(probe !== undefined, name);
    const on = { ...ground, ...changes };
    if (probe.of === "house") return probe.run(on);
    const access = await house.companies.access(company.access.company.id);
    assert(access !== null);
    return probe.run(on, access);
  }

  return {
    door,
    ground,
    database,
    companyId: company.access.company.id,
    databaseOf,
    asAdmin,
    run,
    neighbour: async () => (await testCompany(house)).access.company.id,
    inCompany: (statement: string) => asAdmin(statement, database),
    inControl: (statement: string) => house.control.query(statement),
    isKept: async (name: string) => {
      const found = await run(name);
      assert.equal(found?.isKept, true, `${name}: ${JSON.stringify(found)}`);
    },
    turnsRed: async (name: string, said: string, changes?: Partial<Ground>) => {
      const found = await run(name, changes);
      assert.deepEqual(
        [found?.isKept, found?.said],
        [false, said],
        `${name}: ${JSON.stringify(found)}`,
      );
    },
    account: () =>
      house.control.query(
        `insert into accounts (id, email, name, locale, password_hash, adult_at, terms_at, created_at, changed_at)
         values ($1, $2, 'Farah', 'en', $3, now(), now(), now(), now())`,
        [newId<"account">(), "farah@kenari.example", `$2b$12$${"a".repeat(53)}`],
      ),
    audited: async (count: number) => {
      for (let i = 0; i < count; i += 1)
        await inCompany(house, company.admin, "test.things.write", "read write", (ctx) =>
          ctx.audit({ type: "company", id: company.access.company.id, name: "Kedai" }, { i }),
        );
    },
    [Symbol.asyncDispose]: async () => {
      await guard?.close();
      await door[Symbol.asyncDispose]();
    },
  };
}

const askOf =
  ({ app, house }: TestDoor): Ask =>
  async (url) => {
    const answer = await app.inject({
      method: "GET",
      url,
      headers: { host: new URL(house.config.publicUrl).host, accept: "text/html" },
    });
    return { status: answer.statusCode, headers: answer.headers as never, body: answer.body };
  };

/** A real door in front of the house's, that does something to its answers. */
async function doorInFrontOf(door: TestDoor, change: (headers: Record<string, unknown>) => void) {
  const ask = askOf(door);
  const front = fastify();
  front.all("/*", async (request, reply) => {
    const { status, headers, body } = await ask(request.url);
    const kept: Record<string, unknown> = { ...headers };
    change(kept);
    for (const name of ["content-length", "transfer-encoding", "connection"]) delete kept[name];
    return reply
      .status(status)
      .headers(kept as never)
      .send(body);
  });
  await front.ready();
  const through: Ask = async (url) => {
    const answer = await front.inject({ method: "GET", url });
    return { status: answer.statusCode, headers: answer.headers as never, body: answer.body };
  };
  return { ask: through, [Symbol.asyncDispose]: () => front.close() };
}
