import { refuseAt, refuseIf } from "#kernel/errors.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { layChart } from "../chart/chart.ts";
import { taxesForChart } from "../taxes/ready.rules.ts";
import { layTaxes } from "../taxes/taxes.ts";
import { type Books, books } from "./books.contract.ts";
import { chartFor, suggestedStart, whyNotStart, whyNotSwitchOn } from "./books.rules.ts";
import { holdBooksAlone, insertBooks, selectBooks, selectFirstSale } from "./books.sql.ts";

const READ = "finance.books.read";
const WRITE = "finance.books.write";

export const getBooks = query({ does: books.get, needs: READ, run: readBooks });

/** Lays the chart, and from then on the books are kept. They cannot be switched off: what stands in them stays. */
export const switchOnBooks = command({
  does: books.switchOn,
  needs: WRITE,
  async run(ctx, { chart, language, startsOn, yearBeginsMonth }) {
    // Whoever sells meanwhile ends first: no order falls between.
    await holdBooksAlone(ctx.db);
    refuseIf(whyNotSwitchOn((await selectBooks(ctx.db)) !== null));
    refuseAt(["startsOn"], whyNotStart(startsOn, ctx.today));
    const { currency } = ctx.company;

    await insertBooks(ctx.db, { currency, chart, startsOn, yearBeginsMonth }, ctx.now);
    const accounts = await layChart(ctx, chart, language);
    const taxes = taxesForChart(chart, ctx.company.country);
    await layTaxes(ctx, taxes.set, taxes.country, language);

    // What was sold before is posted in the background: sales stand above.
    await ctx.later("finance.books.switched_on", {}, { key: "finance.books.switched_on" });

    await ctx.audit(
      { type: "company", id: ctx.company.id, name: ctx.company.name },
      { chart, language, startsOn, yearBeginsMonth, currency, accounts },
    );
    ctx.tell(
      "finance.books",
      "sales.postings",
      "finance.chart",
      "finance.periods",
      "finance.journals",
    );
    return readBooks(ctx);
  },
});

async function readBooks(ctx: Ctx): Promise<Books> {
  const since = await selectBooks(ctx.db);
  const sales = await selectFirstSale(ctx.db, ctx.company.zone);
  return {
    since,
    suggested: {
      currency: ctx.company.currency,
      chart: chartFor(ctx.company.country),
      startsOn: suggestedStart(sales.firstOn, ctx.today),
      salesCount: sales.count,
    },
    blocked: { switchOn: ctx.whyNotMay(WRITE) ?? whyNotSwitchOn(since !== null) },
  };
}
