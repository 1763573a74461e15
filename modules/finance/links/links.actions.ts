import { refuseIf } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { type Carried, carriedOf } from "./carried.ts";
import { links, type PaperRef } from "./links.contract.ts";
import { lockLink, markRevoked, selectOpenLink } from "./links.sql.ts";
import { requireLink, TOPIC } from "./links.ts";

const WRITE = "finance.links.write";

export const linkActions = (all: readonly Carried[]) => ({
  getLink: query({
    does: links.get,
    needs: "finance.links.read",
    run: (ctx, { paper }) => shownOf(ctx, all, paper),
  }),
  openLink: command({
    does: links.open,
    needs: WRITE,
    async run(ctx, { paper, language }) {
      const seen = await carriedOf(all, paper.type).see(ctx, paper.id);
      refuseIf(seen.whyNotSend);
      const url = await requireLink(ctx, paper, language);
      await ctx.audit(subjectOf(paper, seen.printable.drawn), { address: "told" });
      return { url };
    },
  }),
  revokeLink: command({
    does: links.revoke,
    needs: WRITE,
    async run(ctx, { id }) {
      const { paperType: type, paperId, revokedAt } = await lockLink(ctx.db, id);
      const paper = { type, id: paperId };
      refuseIf(revokedAt === null ? null : "finance.link.is_revoked");
      const { printable } = await carriedOf(all, type).see(ctx, paperId);
      await markRevoked(ctx.db, id, ctx.now);
      await ctx.audit(subjectOf(paper, printable.drawn), { address: "closed" });
      ctx.tell(TOPIC);
      return shownOf(ctx, all, paper);
    },
  }),
});

async function shownOf(ctx: Ctx, all: readonly Carried[], paper: PaperRef) {
  const { whyNotSend } = await carriedOf(all, paper.type).see(ctx, paper.id);
  const link = await selectOpenLink(ctx.db, paper);
  const whyNot = ctx.whyNotMay(WRITE);
  return {
    link,
    blocked: {
      open: whyNot ?? whyNotSend,
      revoke: whyNot ?? (link === null ? ("finance.link.is_revoked" as const) : null),
    },
  };
}

const subjectOf = (
  { type, id }: PaperRef,
  { number, buyer }: { readonly number: string | null; readonly buyer: { readonly name: string } },
) => ({ type, id, name: number ?? buyer.name });
