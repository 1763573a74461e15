import { refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { command } from "#platform/actions/action.ts";
import { invoices } from "./invoices.contract.ts";
import { whyNotCredit } from "./invoices.rules.ts";
import { insertInvoice, lockInvoice } from "./invoices.sql.ts";
import { TOPIC } from "./invoices.ts";
import { issueDraft } from "./issuing.ts";
import { readInvoice, subjectOf } from "./shown.ts";

export const issueInvoice = command({
  does: invoices.issue,
  needs: "finance.invoices.issue",
  async run(ctx, { id, version, issuedOn = ctx.today, rate }) {
    const issued = await issueDraft(ctx, id, { version, issuedOn, rate });
    const shown = await readInvoice(ctx, id);
    await ctx.audit(subjectOf(shown), issued);
    return shown;
  },
});

/** A draft that answers an invoice: all that is not credited yet, to be issued as it is or lessened first. */
export const creditInvoice = command({
  does: invoices.credit,
  needs: "finance.invoices.write",
  async run(ctx, { id, version }) {
    const invoice = await lockInvoice(ctx.db, id);
    refuseIfStale(invoice, version);
    refuseIf(whyNotCredit(invoice));
    const note = newId<"invoice">();
    await insertInvoice(
      ctx.db,
      { ...invoice, id: note, kind: "credit_note", creditsId: id, reference: invoice.reference },
      ctx.actor.id,
      ctx.now,
    );
    const shown = await readInvoice(ctx, note);
    await ctx.audit(subjectOf(shown), { credits: invoice.number });
    ctx.tell(TOPIC);
    return shown;
  },
});
