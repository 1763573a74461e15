import { refuseIfStale } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/changes.rules.ts";
import { letterheads } from "./letterheads.contract.ts";
import { lockLetterhead, markLetterhead } from "./letterheads.sql.ts";
import { letterheadOf, TOPIC } from "./letterheads.ts";

const READ = "finance.letterheads.read";
const WRITE = "finance.letterheads.write";

export const getLetterhead = query({
  does: letterheads.get,
  needs: READ,
  run: (ctx) => shown(ctx),
});

export const changeLetterhead = command({
  does: letterheads.change,
  needs: WRITE,
  async run(ctx, { version, ...said }) {
    const { version: current, ...before } = await lockLetterhead(ctx.db);
    refuseIfStale({ version: current }, version);
    await markLetterhead(ctx.db, said);
    await ctx.audit(
      { type: "letterhead", id: ctx.company.id, name: said.legalName || ctx.company.name },
      changesOf(before, said),
    );
    ctx.tell(TOPIC);
    return shown(ctx);
  },
});

const shown = async (ctx: Ctx) => ({
  ...(await letterheadOf(ctx)),
  blocked: { change: ctx.whyNotMay(WRITE) },
});
