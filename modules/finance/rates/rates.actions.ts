import { invalid, refused } from "#kernel/errors.ts";
import { isCurrency } from "#kernel/money.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { booksOf, requireBooks } from "../books/books.ts";
import { type RateList, rates } from "./rates.contract.ts";
import { putRate, putRates, selectRateOn, selectRates } from "./rates.sql.ts";
import { readRates } from "./reading.rules.ts";

const WRITE = "finance.rates.write";
const SHOWN_MAX = 1000;

export const listRates = query({ does: rates.list, needs: "finance.rates.read", run: shownRates });

export const tellRate = command({
  does: rates.tell,
  needs: WRITE,
  async run(ctx, { currency, rateOn, rate }) {
    const books = await requireBooks(ctx.db);
    if (!isCurrency(currency) || currency === books.currency)
      throw invalid({ path: ["currency"], code: "currency.unknown" });
    if (Number(rate) === 0) throw invalid({ path: ["rate"], code: "finance.journal.no_rate" });

    await putRate(ctx.db, { currency, rateOn, rate, source: "manual" }, ctx.now);
    // Whoever waited for one hears of it: sales stand above.
    await ctx.later("finance.rates.changed", {}, { key: "finance.rates.changed" });

    await ctx.audit(
      { type: "company", id: ctx.company.id, name: ctx.company.name },
      { currency, rateOn, rate },
    );
    ctx.tell("finance.rates");
    return shownRates(ctx);
  },
});

export const rateOnDay = query({
  does: rates.on,
  needs: "finance.rates.read",
  run: async (ctx, { currency, on }) => ({ rate: await selectRateOn(ctx.db, currency, on) }),
});

export const importRates = command({
  does: rates.import,
  needs: WRITE,
  async run(ctx, { csv }) {
    const books = await requireBooks(ctx.db);
    const read = readRates(csv, books.currency);
    if (read.wrong !== null) throw refused(read.wrong.code, { row: read.wrong.row });

    await putRates(
      ctx.db,
      read.rates.map((one) => ({ ...one, source: "import" })),
      ctx.now,
    );
    await ctx.later("finance.rates.changed", {}, { key: "finance.rates.changed" });

    const importedCount = read.rates.length;
    await ctx.audit(
      { type: "company", id: ctx.company.id, name: ctx.company.name },
      { importedCount },
    );
    ctx.tell("finance.rates");
    return { ...(await shownRates(ctx)), importedCount };
  },
});

async function shownRates(ctx: Ctx): Promise<RateList> {
  const books = await booksOf(ctx.db);
  return {
    rates: await selectRates(ctx.db, SHOWN_MAX),
    currency: books?.currency ?? null,
    blocked: { tell: ctx.whyNotMay(WRITE) ?? (books === null ? "finance.books.off" : null) },
  };
}
