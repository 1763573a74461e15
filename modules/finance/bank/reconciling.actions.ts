import { refuseAt, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { numberOf } from "../journals/journals.rules.ts";
import { bank, type Reconciliation } from "./bank.contract.ts";
import {
  deleteReconciliation,
  insertReconciliation,
  lockBankAccount,
  selectBankAccount,
  selectReconciliation,
  selectReconciliations,
  selectStanding,
  selectUnmatched,
} from "./bank.sql.ts";
import { TOPIC, WRITE } from "./bank.ts";
import { whyNotReconcile } from "./matching.rules.ts";

const READ = "finance.bank.read";
const SHOWN_MAX = 200;
const EVER = "0001-01-01";

export const getReconciliation = query({
  does: bank.reconciliation,
  needs: READ,
  run: (ctx, { account, on }) => readReconciliation(ctx, account, on),
});

export const reconcileBank = command({
  does: bank.reconcile,
  needs: WRITE,
  async run(ctx, { account: accountId, closingOn, closingMinor }) {
    const account = await lockBankAccount(ctx.db, accountId);
    refuseAt(["closingOn"], closingOn > ctx.today ? "finance.bank.in_the_future" : null);
    const { reconciledOn, linesCount } = account;
    const isBehind = reconciledOn !== null && closingOn <= reconciledOn;
    refuseAt(["closingOn"], isBehind ? "finance.bank.is_reconciled" : null);
    refuseIf(linesCount === 0 ? "finance.bank.no_lines" : null);
    const { clearedMinor, openCount } = await selectStanding(ctx.db, accountId, closingOn);
    refuseIf(whyNotReconcile({ openCount, expectedMinor: clearedMinor, closingMinor }));

    const id = newId<"bank_reconciliation">();
    const kept = { id, accountId, closingOn, closingMinor };
    await insertReconciliation(ctx.db, kept, ctx.actor.id, ctx.now);
    await ctx.audit(
      { type: "ledger_account", id: accountId, name: `${account.code} ${account.name}` },
      { reconciledOn: closingOn, closingMinor },
    );
    ctx.tell(TOPIC);
    return readReconciliation(ctx, accountId, closingOn);
  },
});

export const undoReconciliation = command({
  does: bank.undoReconciliation,
  needs: WRITE,
  async run(ctx, { id }) {
    const { accountId } = await selectReconciliation(ctx.db, id);
    const { code, name } = await lockBankAccount(ctx.db, accountId);
    const found = await selectReconciliation(ctx.db, id);
    refuseIf(found.isLast ? null : "finance.bank.not_last");
    await deleteReconciliation(ctx.db, id);
    await ctx.audit(
      { type: "ledger_account", id: accountId, name: `${code} ${name}` },
      { undoneReconciliation: found.closingOn },
    );
    ctx.tell(TOPIC);
    return { closingOn: found.closingOn };
  },
});

async function readReconciliation(
  ctx: Ctx,
  accountId: LedgerAccountId,
  on: string,
): Promise<Reconciliation> {
  const { linesCount } = await selectBankAccount(ctx.db, accountId);
  const standing = await selectStanding(ctx.db, accountId, on);
  const unmatched = await selectUnmatched(ctx.db, accountId, { from: EVER, to: on }, SHOWN_MAX);
  const done = await selectReconciliations(ctx.db, accountId);
  const closed = ctx.whyNotMay(WRITE);
  const { ledgerMinor, clearedMinor: expectedMinor, openCount, toldMinor } = standing;
  const isDone = done.some(({ closingOn }) => closingOn >= on)
    ? "finance.bank.is_reconciled"
    : null;
  const isEmpty = linesCount === 0 ? "finance.bank.no_lines" : null;
  return {
    ...{ on, ledgerMinor, expectedMinor, openCount, toldMinor },
    onItsWay: unmatched.map(({ series, year, ordinal, ...entry }) => ({
      ...entry,
      number: numberOf({ series, year, ordinal }),
    })),
    onItsWayMinor: ledgerMinor - expectedMinor,
    done: done.map((one, at) => ({
      ...one,
      id: one.id as Reconciliation["done"][number]["id"],
      blocked: { undo: closed ?? (at === 0 ? null : "finance.bank.not_last") },
    })),
    blocked: {
      reconcile:
        closed ??
        isEmpty ??
        isDone ??
        whyNotReconcile({ openCount, expectedMinor, closingMinor: null }),
    },
  };
}
