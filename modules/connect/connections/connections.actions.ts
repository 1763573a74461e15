import { refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { putInTrash } from "#modules/records/records.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { type Connection, type ConnectionId, connections } from "./connections.contract.ts";
import {
  newAddress,
  newSecret,
  PREVIOUS_SECRET_HOURS,
  stateOf,
  urlOf,
  whyNotChange,
  whyNotCreate,
  whyNotPause,
  whyNotRemove,
  whyNotResume,
  whyNotSecret,
} from "./connections.rules.ts";
import {
  type ConnectionRow,
  insertAddress,
  insertConnection,
  lockConnection,
  markPaused,
  markRemoved,
  markRenamed,
  markSecret,
  selectConnection,
  selectConnections,
  selectLiveCount,
  selectRefusals,
  selectTraffic,
} from "./connections.sql.ts";
import { openSecret, sealSecret } from "./secrets.ts";

const READ = "connect.connections.read";
const WRITE = "connect.connections.write";
const SECRET = "connect.connections.secret";
const TOPIC = "connect.connections";
const HEALTH_DAYS = 30;
const HOUR_MS = 3_600_000;

export const listConnections = query({
  does: connections.list,
  needs: READ,
  run: async (ctx) => ({ rows: await shownOf(ctx, await selectConnections(ctx.db)) }),
});

export const getConnection = query({
  does: connections.get,
  needs: READ,
  run: (ctx, { id }) => readConnection(ctx, id),
});

export const createConnection = command({
  does: connections.create,
  needs: WRITE,
  async run(ctx, { kind, name, secret: given }) {
    refuseIf(whyNotCreate(await selectLiveCount(ctx.db)));

    const id = newId<"connection">();
    const address = newAddress();
    const secret = given ?? newSecret();

    // Before the company's commit: an address without a connection answers 404 and is swept; the other way round a
    // store would be told an address that nobody answers.
    await ctx.inControl((control) => insertAddress(control, address, ctx.company.id, id, ctx.now));
    await insertConnection(ctx.db, {
      id,
      kind,
      name,
      address,
      secret: sealSecret(ctx.sealer, id, "secret", secret),
      firstPingAt: null,
      now: ctx.now,
    });
    await sweepAddressesLater(ctx, new Date(ctx.now.getTime() + 2 * HOUR_MS));

    await ctx.audit({ type: "connection", id, name }, { after: { kind, name } });
    ctx.tell(TOPIC);
    return { ...(await readConnection(ctx, id)), secret };
  },
});

export const renameConnection = command({
  does: connections.rename,
  needs: WRITE,
  async run(ctx, { id, version, name }) {
    const connection = await lockConnection(ctx.db, id);
    refuseIfStale(connection, version);
    refuseIf(whyNotChange(connection));

    await markRenamed(ctx.db, id, name, ctx.now);

    await ctx.audit(
      { type: "connection", id, name },
      { before: { name: connection.name }, after: { name } },
    );
    ctx.tell(TOPIC);
    return readConnection(ctx, id);
  },
});

export const showSecret = command({
  does: connections.showSecret,
  needs: SECRET,
  async run(ctx, { id }) {
    const connection = await lockConnection(ctx.db, id);
    refuseIf(whyNotSecret(connection));

    await ctx.audit(subjectOf(connection), { shown: "secret" });
    return { secret: openSecret(ctx.sealer, id, "secret", connection.secret) };
  },
});

export const changeSecret = command({
  does: connections.newSecret,
  needs: SECRET,
  async run(ctx, { id, version, secret: given }) {
    const connection = await lockConnection(ctx.db, id);
    refuseIfStale(connection, version);
    refuseIf(whyNotSecret(connection));

    const secret = given ?? newSecret();
    const previous = openSecret(ctx.sealer, id, "secret", connection.secret);
    const until = new Date(ctx.now.getTime() + PREVIOUS_SECRET_HOURS * HOUR_MS);

    await markSecret(
      ctx.db,
      id,
      sealSecret(ctx.sealer, id, "secret", secret),
      { secret: sealSecret(ctx.sealer, id, "previous_secret", previous), until },
      ctx.now,
    );

    await ctx.audit(subjectOf(connection), { changed: "secret", previousAcceptedUntil: until });
    ctx.tell(TOPIC);
    return { ...(await readConnection(ctx, id)), secret };
  },
});

export const pauseConnection = command({
  does: connections.pause,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const connection = await lockConnection(ctx.db, id);
    refuseIfStale(connection, version);
    refuseIf(whyNotPause(connection));

    await markPaused(ctx.db, id, true, ctx.now);

    await ctx.audit(subjectOf(connection), {
      before: { isPaused: false },
      after: { isPaused: true },
    });
    ctx.tell(TOPIC);
    return readConnection(ctx, id);
  },
});

export const resumeConnection = command({
  does: connections.resume,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const connection = await lockConnection(ctx.db, id);
    refuseIfStale(connection, version);
    refuseIf(whyNotResume(connection));

    await markPaused(ctx.db, id, false, ctx.now);

    await ctx.audit(subjectOf(connection), {
      before: { isPaused: true },
      after: { isPaused: false },
    });
    // What arrived meanwhile waits to be read.
    await ctx.later("connect.deliveries.process", {}, { key: "connect.deliveries.process" });
    ctx.tell(TOPIC, "connect.deliveries");
    return readConnection(ctx, id);
  },
});

export const removeConnection = command({
  does: connections.remove,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const connection = await lockConnection(ctx.db, id);
    refuseIfStale(connection, version);
    refuseIf(whyNotRemove(connection));

    await markRemoved(ctx.db, id, ctx.now);
    await sweepAddressesLater(ctx, ctx.now);

    await putInTrash(ctx, "connection", [connection]);
    await ctx.audit(subjectOf(connection), {
      before: { isInTrash: false },
      after: { isInTrash: true },
    });
    ctx.tell(TOPIC, "records.timeline");
    return readConnection(ctx, id);
  },
});

async function readConnection(ctx: Ctx, id: ConnectionId): Promise<Connection> {
  const [shown] = await shownOf(ctx, [await selectConnection(ctx.db, id)]);
  return shown as Connection;
}

async function shownOf(ctx: Ctx, rows: readonly ConnectionRow[]): Promise<Connection[]> {
  const ids = rows.map((row) => row.id);
  const since = new Date(ctx.now.getTime() - HEALTH_DAYS * 24 * HOUR_MS);
  const refusals = await selectRefusals(ctx.db, ids, since);
  const traffic = new Map(
    (await selectTraffic(ctx.db, ids, since)).map((row) => [row.connectionId, row]),
  );
  return rows.map((row) => {
    const { total = 0, failed = 0, waiting = 0, lastDeliveryAt = null } = traffic.get(row.id) ?? {};
    return {
      id: row.id,
      kind: row.kind,
      name: row.name,
      url: row.address === null ? null : urlOf(ctx.publicUrl, row.address),
      state: stateOf(row),
      firstPingAt: row.firstPingAt,
      lastDeliveryAt,
      createdAt: row.createdAt,
      version: row.version,
      deliveries: { total, failed, waiting },
      refusals: refusals.filter(({ connectionId }) => connectionId === row.id),
      blocked: blockedOf(ctx, row),
    };
  });
}

const blockedOf = (ctx: Ctx, row: ConnectionRow): Connection["blocked"] => ({
  pause: ctx.whyNotMay(WRITE) ?? whyNotPause(row),
  resume: ctx.whyNotMay(WRITE) ?? whyNotResume(row),
  remove: ctx.whyNotMay(WRITE) ?? whyNotRemove(row),
  newSecret: ctx.whyNotMay(SECRET) ?? whyNotSecret(row),
});

const subjectOf = ({ id, name }: ConnectionRow) => ({ type: "connection", id, name });

const sweepAddressesLater = (ctx: CommandCtx, runAt: Date): Promise<void> =>
  ctx.later("connect.connections.sweep_addresses", {}, { runAt });
