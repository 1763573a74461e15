import type { Day } from "#kernel/day.ts";
import { refuseAt } from "#kernel/errors.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { booksOf } from "../books/books.ts";
import { type CustomerStatement, ROWS_MAX } from "./customer-statements.contract.ts";
import { whyNotAsk, withBalance } from "./customer-statements.rules.ts";
import {
  selectBuyer,
  selectChanges,
  selectOpenItems,
  selectOpening,
} from "./customer-statements.sql.ts";

export type Asked = { readonly customerId: string; readonly from: Day; readonly to: Day };
export type Owed = Pick<
  CustomerStatement,
  "name" | "email" | "currency" | "openingMinor" | "rows" | "closingMinor" | "open"
>;

/** What a customer owed when a time began, what changed it, and what they owed at its end. */
export async function owedBy(ctx: Ctx, { customerId, from, to }: Asked): Promise<Owed> {
  refuseAt(["to"], whyNotAsk(from, to));
  const currency = (await booksOf(ctx.db))?.currency ?? ctx.company.currency;
  const of = { customerId, currency };
  const openingMinor = await selectOpening(ctx.db, of, from);
  const rows = withBalance(openingMinor, await selectChanges(ctx.db, of, from, to, ROWS_MAX));
  const buyer = await selectBuyer(ctx.db, customerId);
  return {
    ...{ name: buyer?.name ?? "", email: buyer?.email ?? "", currency, openingMinor, rows },
    closingMinor: rows.at(-1)?.balanceMinor ?? openingMinor,
    open: await selectOpenItems(ctx.db, of),
  };
}
