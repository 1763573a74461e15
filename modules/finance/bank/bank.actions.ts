import { type Reason, refuseAt, refused, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { BankLine } from "#platform/bankfile/statement.rules.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { withoutCards } from "#platform/privacy/cards.rules.ts";
import { requireBooks } from "../books/books.ts";
import { type BankAccount, bank } from "./bank.contract.ts";
import {
  type BankAccountRow,
  deleteImport,
  insertImport,
  insertLines,
  keepMapping,
  lockBankAccount,
  selectBankAccount,
  selectBankAccounts,
  selectImport,
  selectKnownKeys,
  selectLines,
  selectMapping,
} from "./bank.sql.ts";
import { shownLine, TOPIC, WRITE } from "./bank.ts";
import { linesOf } from "./importing.rules.ts";
import { readStatements, unpacked } from "./importing.ts";

const READ = "finance.bank.read";
const LINES_MAX = 50_000;

export const listBankAccounts = query({
  does: bank.accounts,
  needs: READ,
  async run(ctx) {
    const { currency } = await requireBooks(ctx.db);
    const accounts = await selectBankAccounts(ctx.db);
    return {
      currency,
      accounts: accounts.map((row) => shownAccount(row, ctx.whyNotMay(WRITE))),
      blocked: { import: ctx.whyNotMay(WRITE) },
    };
  },
});

export const listBankLines = query({
  does: bank.lines,
  needs: READ,
  async run(ctx, { account, standing, after, limit }) {
    await selectBankAccount(ctx.db, account);
    const [on, id] = after === undefined ? [] : readCursor(after, 2);
    const from = after === undefined ? null : { on: String(on), id: String(id) };
    const rows = await selectLines(ctx.db, account, standing, from, limit + 1);
    const page = pageOf(rows, limit, (row) => [row.bookedOn, row.id]);
    return { rows: page.rows.map((row) => shownLine(ctx, row)), next: page.next };
  },
});

export const importBankFile = command({
  does: bank.import,
  needs: WRITE,
  async run(ctx, { account: accountId, name, base64, packing, mapping: told }) {
    const account = await lockBankAccount(ctx.db, accountId);
    const { currency } = await requireBooks(ctx.db);
    const mapping = told ?? (await selectMapping(ctx.db, accountId));
    const read = await readStatements(await unpacked(base64, packing), { currency, mapping });
    if (read.outcome === "columns") {
      refuseAt(["mapping"], told === undefined ? null : "finance.bank.columns_missing");
      await ctx.audit(subjectOf(account), { looked: name });
      return read;
    }
    const statements = read.statements.map((one) => ({
      ...one,
      lines: one.lines.map(lineWithoutCards),
    }));
    const numbers = new Set(statements.flatMap((one) => one.account.number ?? []));
    refuseIf(numbers.size > 1 ? "finance.bank.several_accounts" : null);
    const foreign = statements.find(
      (one) =>
        (one.currency ?? currency) !== currency ||
        one.lines.some((line) => line.currency !== currency),
    );
    refuseIf(foreign === undefined ? null : "finance.bank.other_currency");
    const lines = linesOf(statements);
    if (lines.length > LINES_MAX) throw refused("finance.bank.too_many_lines", { max: LINES_MAX });

    const known = await selectKnownKeys(
      ctx.db,
      accountId,
      lines.map(({ bankKey }) => bankKey),
    );
    const fresh = lines.filter(({ bankKey }) => !known.has(bankKey));
    const behind = fresh.some(({ bookedOn }) => bookedOn <= (account.reconciledOn ?? ""));
    refuseIf(behind ? "finance.bank.before_reconciled" : null);
    const all = statements.flatMap((one) => one.lines);
    const counts = {
      knownCount: known.size,
      pendingCount: all.filter((one) => one.isPending).length,
    };
    const importId = newId<"bank_import">();
    const closing = statements.map((one) => one.closing).findLast((one) => one !== null) ?? null;

    await insertImport(
      ctx.db,
      {
        ...{ id: importId, accountId, name, format: statements[0]?.format ?? "csv" },
        ...{ linesCount: fresh.length, ...counts, closing },
      },
      ctx.actor.id,
      ctx.now,
    );
    await insertLines(
      ctx.db,
      accountId,
      importId,
      fresh.map((line) => ({ ...line, id: newId<"bank_line">() })),
    );
    if (told !== undefined) await keepMapping(ctx.db, accountId, told);
    await ctx.audit(subjectOf(account), { imported: name, addedCount: fresh.length, ...counts });
    ctx.tell(TOPIC);
    return { outcome: "imported" as const, importId, addedCount: fresh.length, ...counts };
  },
});

export const undoBankImport = command({
  does: bank.undoImport,
  needs: WRITE,
  async run(ctx, { id }) {
    const { accountId } = await selectImport(ctx.db, id);
    const account = await lockBankAccount(ctx.db, accountId);
    const found = await selectImport(ctx.db, id);
    refuseIf(whyNotUndoImport(found));
    const removedCount = await deleteImport(ctx.db, id);
    await ctx.audit(subjectOf(account), { undone: found.name, removedCount });
    ctx.tell(TOPIC);
    return { removedCount };
  },
});

/** What people and machines wrote in it; by its numbers it is known again, and they stay. */
const lineWithoutCards = (line: BankLine): BankLine => ({
  ...line,
  text: withoutCards(line.text),
  reference: line.reference === null ? null : withoutCards(line.reference),
  parts: line.parts.map((part) => ({ ...part, text: withoutCards(part.text) })),
});

const subjectOf = ({ id, code, name }: BankAccountRow) => ({
  type: "ledger_account",
  id,
  name: `${code} ${name}`,
});

const whyNotUndoImport = (of: {
  readonly isNewest: boolean;
  readonly matchedCount: number;
}): Reason | null => {
  if (!of.isNewest) return "finance.bank.not_newest";
  return of.matchedCount > 0 ? "finance.bank.lines_are_matched" : null;
};

function shownAccount(row: BankAccountRow, closed: string | null): BankAccount {
  const { id, code, name, closingOn, closingMinor, newest } = row;
  return {
    account: { id, code, name },
    ledgerMinor: row.ledgerMinor,
    linesCount: row.linesCount,
    openCount: row.openCount,
    closing:
      closingOn === null || closingMinor === null ? null : { on: closingOn, minor: closingMinor },
    reconciledOn: row.reconciledOn,
    newest: newest && {
      ...{ id: newest.id, name: newest.name, linesCount: newest.linesCount },
      importedAt: new Date(newest.importedAt),
      blocked: { undo: closed ?? whyNotUndoImport({ ...newest, isNewest: true }) },
    },
  };
}
