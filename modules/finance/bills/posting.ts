import type { Day } from "#kernel/day.ts";
import { refuseAt } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { Minor } from "#kernel/money.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { accountsAmong, requireParts } from "../chart/chart.ts";
import type { Part } from "../chart/charts.rules.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import { reversedLines } from "../journals/journals.rules.ts";
import { linesOfEntry, postJournal } from "../journals/journals.ts";
import { ownPricing, type Pricing, worthsOf } from "../rates/pricing.rules.ts";
import { pricedLine } from "../rates/rates.ts";
import { whyNotMoney } from "../receipts/receipts.rules.ts";
import { postingsFor } from "./bills.rules.ts";
import type { WholeBill } from "./bills.sql.ts";

/** Accounts that papers and payments keep by themselves: a line of a bill there would part the two. */
const KEPT_BY_PAPERS = new Set([
  "payable",
  "receivable",
  "clearing",
  "purchase_tax",
  "sales_tax",
  "withheld_tax",
]);

/** Whether lines may be posted where they say, and an expense paid from where it says. What is wrong is told at its field. */
export async function requireAccounts(
  ctx: CommandCtx,
  bill: WholeBill,
  by: Pricing,
): Promise<void> {
  const ids = bill.content.lines.flatMap(({ accountId }) => (accountId === null ? [] : accountId));
  const found = await accountsAmong(ctx.db, [...new Set(ids)]);
  for (const [at, { accountId }] of bill.content.lines.entries()) {
    const account = found.find(({ id }) => id === accountId);
    const isFit =
      account !== undefined && !account.isGroup && !KEPT_BY_PAPERS.has(account.part ?? "");
    refuseAt(["lines", at, "accountId"], isFit ? null : "finance.bill.no_such_account");
  }
  if (bill.kind !== "expense" || bill.accountId === null) return;
  const [paidFrom] = await accountsAmong(ctx.db, [bill.accountId]);
  const isCash = paidFrom !== undefined && paidFrom.kind === "bank" && !paidFrom.isGroup;
  refuseAt(["accountId"], isCash ? null : "finance.receipt.no_bank_account");
  refuseAt(["accountId"], whyNotMoney(paidFrom?.currency ?? by.to, by.from, by.to));
}

/** Posts an approved paper: what was bought, the tax that is claimed back, what is owed or gone. Its figures are the paper's own. */
export async function postBill(
  ctx: CommandCtx,
  bill: WholeBill,
  { postedOn, by, worth }: Posted,
): Promise<JournalEntryId> {
  const id = newId<"journal_entry">();
  await postJournal(ctx, {
    ...{ id, postedOn, aboutOn: bill.billedOn, memo: memoOf(bill) },
    ...{ series: "papers", sourceType: bill.kind, sourceId: bill.id },
    ...{ sourceKey: `${bill.kind}:${bill.id}`, reversesId: null },
    lines: await linesOf(ctx, bill, by, worth),
  });
  return id;
}

type Posted = {
  readonly postedOn: Day;
  readonly by: Pricing;
  /** In the currency of the books. */
  readonly worth: {
    readonly payableMinor: Minor;
    readonly claimedMinor: Minor;
    readonly ownClaimedMinor: Minor;
    readonly ownCostMinor: Minor;
    readonly withheldMinor: Minor;
  };
};

/** Answers an expense by its opposite. */
export async function postUndo(
  ctx: CommandCtx,
  bill: WholeBill,
  undoneOn: Day,
): Promise<JournalEntryId> {
  const id = newId<"journal_entry">();
  await postJournal(ctx, {
    ...{ id, postedOn: undoneOn, aboutOn: undoneOn, memo: memoOf(bill) },
    ...{ series: "papers", sourceType: bill.kind, sourceId: bill.id },
    ...{ sourceKey: `${bill.kind}:${bill.id}:undone`, reversesId: bill.entryId },
    lines: bill.entryId === null ? [] : reversedLines(await linesOfEntry(ctx.db, bill.entryId)),
  });
  return id;
}

const memoOf = ({ number, supplier, content }: WholeBill): string =>
  [number, supplier.name, content.lines[0]?.name].filter(Boolean).join(" · ").slice(0, 500);

/** What is owed and the tax that is claimed are worth what the paper says; what was bought bears what rounding leaves. */
async function linesOf(
  ctx: CommandCtx,
  bill: WholeBill,
  by: Pricing,
  { payableMinor, claimedMinor, ownClaimedMinor, ownCostMinor, withheldMinor }: Posted["worth"],
) {
  const way = bill.kind === "vendor_credit" ? -1 : 1;
  const postings = postingsFor(bill, bill.content, bill.figures);
  const parts = postings.flatMap(({ to }) => ("part" in to ? to.part : []));
  const accountOf = await requireParts(ctx.db, parts);
  const idOf = (to: (typeof postings)[number]["to"]): LedgerAccountId =>
    "part" in to ? accountOf(to.part) : to.accountId;
  const paid = postings.at(-1)?.to;
  const [paidFrom] =
    bill.kind === "expense" && bill.accountId !== null
      ? await accountsAmong(ctx.db, [bill.accountId])
      : [];
  const taxes: Partial<Record<Part, Minor>> = {
    purchase_tax: claimedMinor + ownClaimedMinor,
    sales_tax: -(ownClaimedMinor + ownCostMinor),
    withheld_tax: -withheldMinor,
  };
  const worths = worthsOf(
    postings.map(({ to, minor }) => {
      if (to === paid) return { minor, worthMinor: -payableMinor * way };
      const worthMinor = "part" in to ? taxes[to.part] : undefined;
      return worthMinor === undefined ? { minor } : { minor, worthMinor: worthMinor * way };
    }),
    by,
  );
  return postings
    .map(({ to, minor, dimensions }, at) => {
      const worthMinor = worths[at] ?? 0;
      // Money goes in the currency of its account.
      const isOwn = to === paid && paidFrom !== undefined && (paidFrom.currency ?? by.to) === by.to;
      const line = isOwn
        ? pricedLine(idOf(to), worthMinor, worthMinor, ownPricing(by.to))
        : pricedLine(idOf(to), minor, worthMinor, by);
      return { ...line, ...(dimensions !== null && { dimensions }) };
    })
    .filter(({ amountMinor }) => amountMinor !== 0);
}
