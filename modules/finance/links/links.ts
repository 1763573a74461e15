import { newId } from "#kernel/ids.ts";
import type { Language } from "#kernel/said.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { downloadTokenOf } from "#platform/auth/download-tokens.ts";
import type { PaperLinkId, PaperRef } from "./links.contract.ts";
import { insertLink, type PaperLinkRow, selectOpenLink } from "./links.sql.ts";

export const TOPIC = "finance.links";

/**
 * The address of a paper that stands, or a new one. What opens it can be worked out by the house alone, so that the same
 * address can be told again although nothing but its hash is kept.
 */
export async function requireLink(
  ctx: CommandCtx,
  paper: PaperRef,
  language: Language,
): Promise<string> {
  const known = await selectOpenLink(ctx.db, paper);
  if (known !== null) return addressOf(ctx, known, language);
  const id = newId<"paper_link">();
  await insertLink(ctx.db, { id, paper, language, hash: tokenOf(ctx, id).hash }, ctx.now);
  ctx.tell(TOPIC);
  // Another transaction may have been faster: its link is the one.
  const link = await selectOpenLink(ctx.db, paper);
  if (link === null) throw new Error("a link that was made is there");
  return addressOf(ctx, link, language);
}

const tokenOf = (ctx: Ctx, id: PaperLinkId) =>
  downloadTokenOf(ctx.company.id, ctx.pseudonymOf(`finance.links:${id}`));

const addressOf = (ctx: Ctx, link: PaperLinkRow, language: Language): string => {
  const other = language === link.language ? "" : `?lang=${language}`;
  return `${ctx.publicUrl}/p/${tokenOf(ctx, link.id).shown}${other}`;
};
