import { invalid, refuseAt, refused, refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { isCurrency } from "#kernel/money.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { changesOf } from "#platform/audit/changes.rules.ts";
import { takenAs } from "#platform/db/db.ts";
import { chart, type LedgerAccount, type LedgerAccountId } from "./chart.contract.ts";
import {
  whyNotArchive,
  whyNotChange,
  whyNotKind,
  whyNotRestore,
  whyNotUnder,
  withGroupSums,
} from "./chart.rules.ts";
import {
  type AccountRow,
  insertAccounts,
  lockAccount,
  lockTree,
  markAccount,
  markArchived,
  selectAccount,
  selectAccounts,
  selectBooksCurrency,
} from "./chart.sql.ts";
import { TOPIC } from "./chart.ts";

const READ = "finance.chart.read";
const WRITE = "finance.chart.write";

export const listAccounts = query({
  does: chart.list,
  needs: READ,
  async run(ctx, { archived }) {
    const all = await selectAccounts(ctx.db);
    const sums = withGroupSums(all);
    const currency = await selectBooksCurrency(ctx.db);
    return {
      accounts: all
        .filter(({ archivedAt }) => archived === "with" || archivedAt === null)
        .map((row) => shownOf(ctx, { ...row, balanceMinor: sums.get(row.id) ?? 0 })),
      currency,
      blocked: { create: ctx.whyNotMay(WRITE) ?? (currency === null ? "finance.books.off" : null) },
    };
  },
});

export const getAccount = query({
  does: chart.get,
  needs: READ,
  run: async (ctx, { id }) => readAccount(ctx, id),
});

export const createAccount = command({
  does: chart.create,
  needs: WRITE,
  async run(ctx, { parentId, code, name, kind, isGroup, currency }) {
    refuseIf((await selectBooksCurrency(ctx.db)) === null ? "finance.books.off" : null);
    refuseAt(["currency"], currency === null || isCurrency(currency) ? null : "currency.unknown");
    const all = await lockTree(ctx.db);
    refuseIf(all.length >= ACCOUNTS_MAX ? "finance.account.too_many" : null);
    refuseAt(["parentId"], whyNotUnder({ id: null, kind }, parentId, all));

    const id = newId<"ledger_account">();
    const account = { id, parentId, code, name, kind, isGroup, part: null, currency };
    const row = { ...account, clearsStoreId: null, clearsMethod: null };
    await insertAccounts(ctx.db, [row], ctx.now).catch(CODE_TAKEN);

    const { id: _, ...told } = account;
    await ctx.audit(subjectOf({ id, code, name }), changesOf({}, told));
    ctx.tell(TOPIC);
    return readAccount(ctx, id);
  },
});

export const changeAccount = command({
  does: chart.change,
  needs: WRITE,
  async run(ctx, { id, version, ...said }) {
    const all = await lockTree(ctx.db);
    const before = await lockAccount(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    const wanted = {
      parentId: said.parentId === undefined ? before.parentId : said.parentId,
      code: said.code ?? before.code,
      name: said.name ?? before.name,
      kind: said.kind ?? before.kind,
    };
    refuseAt(["kind"], whyNotKind(before.kind, wanted.kind, before));
    refuseAt(["parentId"], whyNotUnder({ id, kind: wanted.kind }, wanted.parentId, all));

    await markAccount(ctx.db, id, wanted).catch(CODE_TAKEN);

    const { parentId, code, name, kind } = before;
    await ctx.audit(
      subjectOf({ id, ...wanted }),
      changesOf({ parentId, code, name, kind }, wanted),
    );
    ctx.tell(TOPIC);
    return readAccount(ctx, id);
  },
});

export const archiveAccount = command({
  does: chart.archive,
  needs: WRITE,
  async run(ctx, { id, version }) {
    // Archived first: whoever posts is waited for, and then it is seen what they left.
    const seen = await lockAccount(ctx.db, id);
    refuseIfStale(seen, version);
    refuseIf(whyNotArchive(seen, seen));
    await markArchived(ctx.db, id, ctx.now);
    const after = await selectAccount(ctx.db, id);
    refuseIf(whyNotArchive(seen, after));

    await ctx.audit(subjectOf(seen), {
      before: { isArchived: false },
      after: { isArchived: true },
    });
    ctx.tell(TOPIC);
    return readAccount(ctx, id);
  },
});

export const restoreAccount = command({
  does: chart.restore,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockAccount(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotRestore(before));
    await markArchived(ctx.db, id, null).catch(
      takenAs(refused("finance.account.code_is_taken"), "ledger_accounts_code"),
    );

    await ctx.audit(subjectOf(before), {
      before: { isArchived: true },
      after: { isArchived: false },
    });
    ctx.tell(TOPIC);
    return readAccount(ctx, id);
  },
});

/** A chart is looked at as a whole. */
const ACCOUNTS_MAX = 2000;

const CODE_TAKEN = takenAs(
  invalid({ path: ["code"], code: "finance.account.code_is_taken" }),
  "ledger_accounts_code",
);

const subjectOf = (account: { id: LedgerAccountId; code: string; name: string }) => ({
  type: "ledger_account",
  id: account.id,
  name: `${account.code} ${account.name}`,
});

async function readAccount(ctx: Ctx, id: LedgerAccountId): Promise<LedgerAccount> {
  const row = await selectAccount(ctx.db, id);
  if (!row.isGroup) return shownOf(ctx, row);
  const sums = withGroupSums(await selectAccounts(ctx.db));
  return shownOf(ctx, { ...row, balanceMinor: sums.get(id) ?? 0 });
}

function shownOf(ctx: Ctx, row: AccountRow): LedgerAccount {
  const { clearsMethod: _, hasLiveChildren: __, isChosen: ___, ...shown } = row;
  const closed = ctx.whyNotMay(WRITE);
  return {
    ...shown,
    blocked: {
      change: closed ?? whyNotChange(row),
      archive: closed ?? whyNotArchive(row, row),
      restore: closed ?? whyNotRestore(row),
    },
  };
}
