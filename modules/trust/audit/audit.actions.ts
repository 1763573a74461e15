import { ID_PREFIX, type IdKind, readId, showId } from "#kernel/ids.ts";
import { query } from "#platform/actions/action.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { type AuditFilter, audit } from "./audit.contract.ts";
import {
  type AuditQuery,
  type AuditRow,
  selectAuditActions,
  selectAuditEntries,
} from "./audit.sql.ts";

export const listAuditEntries = query({
  does: audit.list,
  needs: "trust.audit.read",
  async run(ctx, { after, limit, ...filter }) {
    const [before] = after === undefined ? [null] : readCursor(after, 1);
    const rows = await selectAuditEntries(
      ctx.db,
      queryOf(filter),
      ctx.company.zone,
      before === null ? null : Number(before),
      limit + 1,
    );
    const page = pageOf(rows, limit, ({ number }) => [number]);
    return { rows: page.rows.map(shownOf), next: page.next };
  },
});

export const listAuditActions = query({
  does: audit.actions,
  needs: "trust.audit.read",
  async run(ctx) {
    const rows = await selectAuditActions(ctx.db);
    return { actions: rows.map(({ action }) => action) };
  },
});

/** `subject` is a shown id; one that names nothing finds nothing. */
function queryOf({ subject, actorKind, action, search, from, to }: AuditFilter): AuditQuery {
  const kind = KINDS.find((each) => subject?.startsWith(`${ID_PREFIX[each]}_`));
  const id = kind === undefined || subject === undefined ? null : readId(kind, subject);
  return {
    actorKind,
    action,
    search: search === "" ? undefined : search,
    from,
    to,
    subject: subject === undefined ? undefined : { type: kind ?? "nothing", id: id ?? NOTHING },
  };
}

const KINDS = Object.keys(ID_PREFIX) as IdKind[];
const NOTHING = "00000000-0000-0000-0000-000000000000";

const isKind = (type: string): type is IdKind => type in ID_PREFIX;

const shownOf = ({ subjectId, ...row }: AuditRow) => ({
  ...row,
  subject: isKind(row.subjectType) ? showId(row.subjectType, subjectId) : "",
});
