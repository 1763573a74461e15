import { refuseIf, refuseIfStale } from "#kernel/errors.ts";
import { forgetTrashed, putInTrash } from "#modules/records/records.public.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { writeUbl } from "#platform/einvoice/writing-ubl.ts";
import { draftInvoice, keptFor } from "./drafting.ts";
import { eInvoiceOf, whyNotTold } from "./einvoice.rules.ts";
import { type InvoiceId, invoices } from "./invoices.contract.ts";
import { whyNotChange, whyNotRestore } from "./invoices.rules.ts";
import {
  countInvoices,
  lockInvoice,
  markInvoice,
  markStatus,
  selectAging,
  selectInvoice,
  selectInvoices,
} from "./invoices.sql.ts";
import { keptPaper, printableOf, TOPIC, toldOf } from "./invoices.ts";
import { printInvoice } from "./printing.ts";
import { readInvoice, rowOf, subjectOf } from "./shown.ts";

const READ = "finance.invoices.read";
const WRITE = "finance.invoices.write";

export const listInvoices = query({
  does: invoices.list,
  needs: READ,
  async run(ctx, { sort, after, limit, ...filter }) {
    const [on, id] = after === undefined ? [] : readCursor(after, 2);
    const from = after === undefined ? null : { on: String(on), id: String(id) };
    const rows = await selectInvoices(ctx.db, filter, ctx.today, {
      ...{ sort, after: from, limit: limit + 1 },
    });
    const page = pageOf(rows, limit, (row) => [row.on, row.id]);
    return { rows: page.rows.map((row) => rowOf(row, ctx.today)), next: page.next };
  },
});

export const countListedInvoices = query({
  does: invoices.count,
  needs: READ,
  run: (ctx, filter) => countInvoices(ctx.db, filter, ctx.today),
});

export const getAging = query({
  does: invoices.aging,
  needs: READ,
  run: async (ctx) => ({ currencies: await selectAging(ctx.db, ctx.today) }),
});

export const getInvoice = query({
  does: invoices.get,
  needs: READ,
  run: (ctx, { id }) => readInvoice(ctx, id),
});

export const getPdf = query({
  does: invoices.pdf,
  needs: READ,
  async run(ctx, { id, language }) {
    const invoice = await selectInvoice(ctx.db, id);
    const pdf = await printInvoice({ ...(await printableOf(ctx, invoice)), language });
    return { name: `${invoice.number ?? "draft"}.pdf`, base64: pdf.toString("base64") };
  },
});

/** UBL 2.1 as it stands; of a draft, as it would be issued today. */
export const getEInvoice = query({
  does: invoices.eInvoice,
  needs: READ,
  async run(ctx, { id }) {
    const invoice = await selectInvoice(ctx.db, id);
    refuseIf(whyNotTold(keptPaper(invoice)));
    const xml = writeUbl(eInvoiceOf(await toldOf(ctx, invoice)));
    return { name: `${invoice.number ?? "draft"}.xml`, xml };
  },
});

export const createInvoice = command({
  does: invoices.create,
  needs: WRITE,
  async run(ctx, said) {
    const kept = await keptFor(ctx, said);
    const id = await draftInvoice(ctx, kept);
    return told(ctx, id, { payableMinor: kept.figures.payableMinor });
  },
});

export const changeInvoice = command({
  does: invoices.change,
  needs: WRITE,
  async run(ctx, { id, version, ...said }) {
    const before = await lockInvoice(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    const kept = await keptFor(ctx, said);
    await markInvoice(ctx.db, id, kept, ctx.now);
    return told(ctx, id, {
      before: { payableMinor: before.payableMinor },
      after: { payableMinor: kept.figures.payableMinor },
    });
  },
});

export const discardInvoice = command({
  does: invoices.discard,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockInvoice(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotChange(before));
    await markStatus(ctx.db, id, "discarded", ctx.now);
    await putInTrash(ctx, "invoice", [{ id, name: before.buyer.name }]);
    return told(ctx, id, { before: { status: "draft" }, after: { status: "discarded" } });
  },
});

export const restoreInvoice = command({
  does: invoices.restore,
  needs: WRITE,
  async run(ctx, { id, version }) {
    const before = await lockInvoice(ctx.db, id);
    refuseIfStale(before, version);
    refuseIf(whyNotRestore(before));
    await markStatus(ctx.db, id, "draft", ctx.now);
    await forgetTrashed(ctx, "invoice", [id]);
    return told(ctx, id, { before: { status: "discarded" }, after: { status: "draft" } });
  },
});

async function told(ctx: CommandCtx, id: InvoiceId, change: object) {
  const shown = await readInvoice(ctx, id);
  await ctx.audit(subjectOf(shown), change);
  ctx.tell(TOPIC);
  return shown;
}
