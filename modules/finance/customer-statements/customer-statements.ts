import type { Day } from "#kernel/day.ts";
import { refuseAt } from "#kernel/errors.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { booksOf } from "../books/books.ts";
import { type CustomerStatement, ROWS_MAX } from "./customer-statements.contract.ts";
import { whyNotAsk, withBalance } from "./customer-statements.rules.ts";
import {
  selectBuyer,
  selectChanges,
  selectCurrencies,
  selectOpenItems,
  selectOpening,
} from "./customer-statements.sql.ts";

export type Asked = {
  readonly customerId: string;
  readonly from: Day;
  readonly to: Day;
  readonly currency?: string | undefined;
};
export type Owed = Pick<
  CustomerStatement,
  "name" | "email" | "currency" | "currencies" | "openingMinor" | "rows" | "closingMinor" | "open"
>;

/** What a customer owed when a time began, what changed it, and what they owed at its end. */
export async function owedBy(ctx: Ctx, asked: Asked): Promise<Owed> {
  const { customerId, from, to } = asked;
  refuseAt(["to"], whyNotAsk(from, to));
  const own = (await booksOf(ctx.db))?.currency ?? ctx.company.currency;
  const currencies = (await selectCurrencies(ctx.db, customerId)).map((one) => one.currency);
  const [only, ...others] = currencies;
  const currency = asked.currency ?? (others.length === 0 ? (only ?? own) : own);
  const of = { customerId, currency };
  const openingMinor = await selectOpening(ctx.db, of, from);
  const rows = withBalance(openingMinor, await selectChanges(ctx.db, of, from, to, ROWS_MAX));
  const buyer = await selectBuyer(ctx.db, customerId);
  return {
    ...{ name: buyer?.name ?? "", email: buyer?.email ?? "", currency, currencies, openingMinor },
    rows,
    closingMinor: rows.at(-1)?.balanceMinor ?? openingMinor,
    open: await selectOpenItems(ctx.db, of),
  };
}
