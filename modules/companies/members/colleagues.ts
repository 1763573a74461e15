import type { Ctx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import {
  type MailKind,
  type MailReader,
  selectColleagues,
  selectMentionsSeenAt,
  selectReaders,
} from "./colleagues.sql.ts";

export type { MailKind, MailReader };

/** Those of them who work in the company now, as they are called. */
export const colleaguesAmong = async <Id extends string>(
  ctx: Ctx,
  accountIds: readonly Id[],
): Promise<{ id: Id; name: string }[]> =>
  accountIds.length === 0
    ? []
    : ctx.inControl((control) => selectColleagues(control, ctx.company.id, accountIds));

/** Those of them who work here now and want mails of this kind. */
export const mailReaders = (
  control: Db,
  ctx: Ctx,
  accountIds: readonly string[],
  kind: MailKind,
): Promise<MailReader[]> => selectReaders(control, ctx.company.id, accountIds, kind);

/** Up to when whoever asks has seen where colleagues named them. */
export const mentionsSeenAt = async (ctx: Ctx): Promise<Date | null> => {
  const { id } = ctx.actor;
  return id === null
    ? null
    : ctx.inControl((control) => selectMentionsSeenAt(control, ctx.company.id, id));
};
