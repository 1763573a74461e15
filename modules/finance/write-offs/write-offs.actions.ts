import { notFound, refuseAt, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { sumMinor } from "#kernel/money.ts";
import { command } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { requireBooks } from "../books/books.ts";
import { requireParts } from "../chart/chart.ts";
import { whyNotCredit } from "../invoices/invoices.rules.ts";
import { lockInvoicesFor, markInvoiceWrittenOff, TOPIC } from "../invoices/invoices.ts";
import { reversedLines } from "../journals/journals.rules.ts";
import { linesOfEntry, postJournal } from "../journals/journals.ts";
import { shareOf } from "../journals/rates.rules.ts";
import { ownPricing } from "../rates/pricing.rules.ts";
import { pricedLine } from "../rates/rates.ts";
import { type WriteOff, writeOffs } from "./write-offs.contract.ts";
import { whyNotUndo, whyNotWriteOff } from "./write-offs.rules.ts";
import {
  insertTaxes,
  insertUndoneTaxes,
  insertWriteOff,
  lockWriteOff,
  markUndone,
  selectBorneBy,
  selectWriteOff,
  type WriteOffRow,
} from "./write-offs.sql.ts";

const WRITE = "finance.write_offs.write";

export const writeOffInvoice = command({
  does: writeOffs.create,
  needs: WRITE,
  async run(ctx, { invoiceId, writtenOffOn, reclaimsTax, reason, amountMinor: asked }) {
    const [invoice] = await lockInvoicesFor(ctx.db, [invoiceId]);
    if (invoice === undefined) throw notFound("finance.invoice");
    refuseIf(whyNotCredit(invoice));
    const amountMinor = asked ?? invoice.dueMinor;
    refuseAt(
      ["amountMinor"],
      whyNotWriteOff(invoice, { amountMinor, on: writtenOffOn, today: ctx.today }),
    );
    const { currency } = await requireBooks(ctx.db);
    const carriedMinor = shareOf(invoice.carriedMinor, amountMinor, invoice.dueMinor);
    const borne = reclaimsTax ? await selectBorneBy(ctx.db, invoiceId) : [];
    const taxes = borne
      .map(({ taxableMinor, taxMinor, ...tax }) => ({
        ...tax,
        taxableMinor: shareOf(taxableMinor, amountMinor, invoice.payableMinor),
        taxMinor: shareOf(taxMinor, amountMinor, invoice.payableMinor),
      }))
      .filter(({ taxMinor }) => taxMinor > 0);
    const taxMinor = sumMinor(taxes.map((tax) => tax.taxMinor));

    const id = newId<"write_off">();
    const entryId = newId<"journal_entry">();
    const accountOf = await requireParts(ctx.db, ["receivable", "bad_debts", "sales_tax"]);
    const own = ownPricing(currency);
    const { rate, rateSource, rateOn } = invoice;
    const by = { from: invoice.currency, to: currency, rate, rateSource, rateOn };
    const lostMinor = carriedMinor - taxMinor;
    await postJournal(ctx, {
      ...{ id: entryId, postedOn: writtenOffOn, aboutOn: writtenOffOn },
      memo: [invoice.number, invoice.buyer.name, reason].filter(Boolean).join(" · ").slice(0, 500),
      ...{ series: "papers", sourceType: "write_off", sourceId: id, sourceKey: `write_off:${id}` },
      reversesId: null,
      lines: [
        pricedLine(accountOf("bad_debts"), lostMinor, lostMinor, own),
        pricedLine(accountOf("sales_tax"), taxMinor, taxMinor, own),
        pricedLine(accountOf("receivable"), -amountMinor, -carriedMinor, by),
      ].filter((line) => line.amountMinor !== 0),
    });
    const takenMinor = rateOn === null ? null : carriedMinor;
    await insertWriteOff(
      ctx.db,
      { id, invoiceId, writtenOffOn, amountMinor, takenMinor, taxMinor, reason, entryId },
      ctx.actor.id,
      ctx.now,
    );
    await insertTaxes(ctx.db, id, writtenOffOn, taxes);
    await markInvoiceWrittenOff(ctx.db, invoiceId, { minor: amountMinor, takenMinor }, ctx.now);

    return told(ctx, await selectWriteOff(ctx.db, id), { amountMinor, taxMinor, writtenOffOn });
  },
});

export const undoWriteOff = command({
  does: writeOffs.undo,
  needs: WRITE,
  async run(ctx, { id, undoneOn = ctx.today }) {
    const { invoiceId } = await selectWriteOff(ctx.db, id);
    await lockInvoicesFor(ctx.db, [invoiceId]);
    const before = await lockWriteOff(ctx.db, id);
    refuseIf(whyNotUndo(before, undoneOn, ctx.today));

    const entryId = newId<"journal_entry">();
    await postJournal(ctx, {
      ...{ id: entryId, postedOn: undoneOn, aboutOn: undoneOn, memo: before.reason },
      ...{ series: "papers", sourceType: "write_off", sourceId: id },
      ...{ sourceKey: `write_off:${id}:undone`, reversesId: before.entryId },
      lines: reversedLines(await linesOfEntry(ctx.db, before.entryId)),
    });
    await markUndone(ctx.db, id, { on: undoneOn, entryId }, ctx.now);
    await insertUndoneTaxes(ctx.db, id, undoneOn);
    const takenMinor = before.takenMinor === null ? null : -before.takenMinor;
    const undone = { minor: -before.amountMinor, takenMinor };
    await markInvoiceWrittenOff(ctx.db, invoiceId, undone, ctx.now);

    return told(ctx, await selectWriteOff(ctx.db, id), { undoneOn });
  },
});

async function told(ctx: CommandCtx, row: WriteOffRow, change: object): Promise<WriteOff> {
  const { takenMinor: _, entryId: __, ...shown } = row;
  await ctx.audit({ type: "invoice", id: row.invoiceId, name: row.reason }, change);
  ctx.tell(TOPIC, "finance.taxes");
  return shown;
}
