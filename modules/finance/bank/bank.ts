import type { Ctx } from "#platform/actions/context.ts";
import { numberOf } from "../journals/journals.rules.ts";
import type { BankLine } from "./bank.contract.ts";
import type { LineRow } from "./bank.sql.ts";
import { whyNotMatch, whyNotUndo } from "./matching.rules.ts";

export const TOPIC = "finance.bank";
export const WRITE = "finance.bank.write";

export function shownLine(ctx: Ctx, row: LineRow): BankLine {
  const { accountId: _, reconciledOn, match, ...line } = row;
  const closed = ctx.whyNotMay(WRITE);
  const state = { isMatched: match !== null, bookedOn: line.bookedOn };
  return {
    ...line,
    match: match === null ? null : matchOf(match),
    blocked: {
      match: closed ?? whyNotMatch(state, reconciledOn),
      undo: closed ?? whyNotUndo(state, reconciledOn),
    },
  };
}

function matchOf(match: NonNullable<LineRow["match"]>): NonNullable<BankLine["match"]> {
  const { id: _, receiptId: __, disbursementId: ___, entries, ...shown } = match;
  return {
    ...shown,
    entries: entries.map(({ id, ...entry }) => ({ id, number: numberOf(entry) })),
  };
}
