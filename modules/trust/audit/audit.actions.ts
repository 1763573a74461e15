import { Problem, type Reason } from "#kernel/errors.ts";
import { ID_PREFIX, type IdKind, readAnyId, showId } from "#kernel/ids.ts";
import { customInTold } from "#modules/records/records.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { newDownloadToken } from "#platform/auth/download-tokens.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { noteSecurityEventIn } from "#platform/security/events.ts";
import { deedsAbout } from "./about.rules.ts";
import { type AuditFilter, audit } from "./audit.contract.ts";
import {
  type AuditQuery,
  type AuditRow,
  selectAuditActions,
  selectAuditEntries,
} from "./audit.sql.ts";
import { insertDownload, selectLastCheck, selectNewest } from "./chain.sql.ts";
import { whyNotAcknowledge } from "./gaps.rules.ts";
import { ACKNOWLEDGE, shownGaps } from "./gaps.ts";
import { selectLastHead } from "./heads.sql.ts";

export const listAuditEntries = query({
  does: audit.list,
  needs: "trust.audit.read",
  async run(ctx, { after, limit, ...filter }) {
    const [before] = after === undefined ? [null] : readCursor(after, 1);
    const rows = await selectAuditEntries(
      ctx.db,
      {
        ...queryOf(filter),
        actions: await actionsFor(ctx, filter),
        seesContact: ctx.seesPlain("contact"),
      },
      ctx.company.zone,
      before === null ? null : Number(before),
      limit + 1,
    );
    const page = pageOf(rows, limit, ({ number }) => [number]);
    const told = page.rows.map(({ subjectType, change }) => ({ type: subjectType, told: change }));
    const changes = await customInTold(ctx, told);
    return {
      rows: page.rows.map((row, i) => shownOf({ ...row, change: changes[i] ?? {} })),
      next: page.next,
    };
  },
});

const CHECK = "trust.audit.check";
const EXPORT = "trust.audit.export";

export const showAuditState = query({
  does: audit.state,
  needs: "trust.audit.read",
  async run(ctx) {
    const newest = await selectNewest(ctx.db);
    const checked = await selectLastCheck(ctx.db);
    const head = await selectLastHead(ctx.db);
    return {
      entriesCount: newest.reduce((sum, { position }) => sum + position, 0),
      checked,
      signedAt: head?.at ?? null,
      gaps: await ctx.inControl((control) => shownGaps(control, ctx.company.id)),
      blocked: {
        check: ctx.whyNotMay(CHECK),
        download: whyNotDownload(ctx),
        acknowledge: ctx.whyNotMay(ACKNOWLEDGE) ?? whyNotAcknowledge(checked?.findings ?? []),
      },
    };
  },
});

export const checkAuditLog = command({
  does: audit.check,
  needs: CHECK,
  isForCancelled: true,
  async run(ctx) {
    const { id, name } = ctx.company;
    await ctx.audit({ type: "company", id, name }, {});
    await ctx.later(CHECK, {}, { key: CHECK });
    return { done: true as const };
  },
});

/** The address is the key: it opens once, and only its hash is kept. */
export const downloadAuditLog = command({
  does: audit.download,
  needs: EXPORT,
  isForCancelled: true,
  isForFresh: true,
  async run(ctx) {
    const closed = whyNotDownload(ctx);
    if (closed !== null) throw new Problem("forbidden", closed);
    const { id, name } = ctx.company;
    const token = newDownloadToken(id);
    await insertDownload(ctx.db, token.hash, new Date(ctx.now.getTime() + DOWNLOAD_MS));
    const count = (await selectNewest(ctx.db)).reduce((sum, { position }) => sum + position, 0);
    await ctx.audit({ type: "company", id, name }, { entries: count });
    await ctx.inControl((control) =>
      noteSecurityEventIn(
        control,
        { kind: "records.exported", companyId: id, accountId: ctx.actor.id, detail: { count } },
        ctx.now,
      ),
    );
    return { url: `/api/trust/audit/downloads/${token.shown}` };
  },
});
/** The log leaves as it was written and signed: nothing in it can be masked. */
const whyNotDownload = (ctx: Ctx): Reason | null =>
  ctx.whyNotMay(EXPORT) ??
  (ctx.seesPlain("contact") && ctx.seesPlain("sensitive") ? null : "platform.field.masked");
const DOWNLOAD_MS = 2 * 60_000;

export const listAuditActions = query({
  does: audit.actions,
  needs: "trust.audit.read",
  async run(ctx) {
    const rows = await selectAuditActions(ctx.db);
    return { actions: rows.map(({ action }) => action) };
  },
});

/** The deeds that are asked for; undefined where it is not asked by deed. */
async function actionsFor(ctx: Ctx, { action, about }: AuditFilter) {
  if (about === undefined) return action === undefined ? undefined : [action];
  const known = (await selectAuditActions(ctx.db)).map((one) => one.action);
  const actions = deedsAbout(about, known);
  return action === undefined ? actions : actions.filter((one) => one === action);
}

/** `subject` is a shown id; one that names nothing finds nothing. */
function queryOf({
  subject,
  actorKind,
  search,
  from,
  to,
}: AuditFilter): Omit<AuditQuery, "seesContact" | "actions"> {
  const named = subject === undefined ? null : readAnyId(subject);
  return {
    actorKind,
    search: search === "" ? undefined : search,
    from,
    to,
    subject:
      subject === undefined
        ? undefined
        : { type: named?.kind ?? "nothing", id: named?.id ?? NOTHING },
  };
}

const NOTHING = "00000000-0000-0000-0000-000000000000";

const isKind = (type: string): type is IdKind => type in ID_PREFIX;

const shownOf = ({ subjectId, ...row }: AuditRow) => ({
  ...row,
  subject: isKind(row.subjectType) ? showId(row.subjectType, subjectId) : "",
});
