import { refuseIf } from "#kernel/errors.ts";
import type { Language } from "#kernel/said.ts";
import { requireCustomer } from "#modules/crm/crm.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { bare, dayOn } from "#platform/paper/paper.ts";
import { letterheadOf } from "../letterheads/letterheads.ts";
import { statementLetter } from "../sendings/letters.rules.ts";
import { languageFor, leaveLetter, sendingsOf, shownOf } from "../sendings/sendings.ts";
import { customerStatements } from "./customer-statements.contract.ts";
import { type Asked, type Owed, owedBy } from "./customer-statements.ts";
import { enclosedStatement } from "./enclosing.ts";

const SEND = "finance.sendings.send";
const READ = "finance.customer_statements.read";

export const getCustomerStatement = query({
  does: customerStatements.get,
  needs: READ,
  async run(ctx, { id, from, to, currency }) {
    await requireCustomer(ctx, id);
    const asked = { customerId: id as string, from, to, currency };
    const owed = await owedBy(ctx, asked);
    return {
      ...{ customerId: id, from, to, ...owed },
      language: await languageFor(ctx, owed.email),
      en: await letterFor(ctx, owed, asked, "en"),
      ms: await letterFor(ctx, owed, asked, "ms"),
      sent: await sendingsOf(ctx, { type: "customer", id }),
      blocked: { send: ctx.whyNotMay(SEND) ?? whyNotSend(owed) },
    };
  },
});

export const getCustomerStatementPdf = query({
  does: customerStatements.pdf,
  needs: READ,
  async run(ctx, { id, ...asked }) {
    await requireCustomer(ctx, id);
    const { name, pdf } = await enclosedStatement(ctx, { customerId: id, ...asked });
    return { name, base64: pdf.toString("base64") };
  },
});

export const sendCustomerStatement = command({
  does: customerStatements.send,
  needs: SEND,
  async run(ctx, { id, from, to, currency, ...written }) {
    await requireCustomer(ctx, id);
    const owed = await owedBy(ctx, { customerId: id, from, to, currency });
    refuseIf(whyNotSend(owed));
    return shownOf(
      await leaveLetter(ctx, written, {
        ...{ paperType: "customer", paperId: id, kind: "statement", fromOn: from, toOn: to },
        currency: owed.currency,
        ...{ name: owed.name, number: null, customerId: id },
      }),
    );
  },
});

const whyNotSend = ({ name }: Owed) =>
  name === "" ? ("finance.customer_statement.is_empty" as const) : null;

async function letterFor(ctx: Ctx, owed: Owed, { to }: Asked, language: Language) {
  const { legalName: seller } = await letterheadOf(ctx);
  const due = `${owed.currency} ${bare(owed.closingMinor, owed.currency)}`;
  return statementLetter({ seller, buyer: owed.name, to: dayOn(to, language), due }, language);
}
