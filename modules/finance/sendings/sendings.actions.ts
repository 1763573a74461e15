import { refuseIf } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import { type Carried, carriedOf } from "../links/carried.ts";
import { sendings } from "./sendings.contract.ts";
import { whyNotSend } from "./sendings.rules.ts";
import { languageFor, leaveSending, sendingsOf, shownOf, writtenFor } from "./sendings.ts";

const READ = "finance.sendings.read";
const SEND = "finance.sendings.send";

export const sendingActions = (all: readonly Carried[]) => ({
  listSendings: query({
    does: sendings.list,
    needs: READ,
    async run(ctx, { paper }) {
      const seen = await carriedOf(all, paper.type).see(ctx, paper.id);
      return {
        rows: await sendingsOf(ctx, paper),
        blocked: { send: ctx.whyNotMay(SEND) ?? whyNotSend(seen, "paper") },
      };
    },
  }),
  getLetter: query({
    does: sendings.letter,
    needs: READ,
    async run(ctx, { paper, kind }) {
      const seen = await carriedOf(all, paper.type).see(ctx, paper.id);
      const { email } = seen.printable.drawn.buyer;
      return {
        email,
        language: await languageFor(ctx, email),
        en: writtenFor(seen, kind, ctx.today, "en"),
        ms: writtenFor(seen, kind, ctx.today, "ms"),
      };
    },
  }),
  sendPaper: command({
    does: sendings.send,
    needs: SEND,
    async run(ctx, said) {
      const seen = await carriedOf(all, said.paper.type).see(ctx, said.paper.id);
      refuseIf(whyNotSend(seen, said.kind));
      return shownOf(await leaveSending(ctx, seen, said));
    },
  }),
});
