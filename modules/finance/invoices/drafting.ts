import { invalid } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { isCurrency } from "#kernel/money.ts";
import { requireCustomer } from "#modules/crm/crm.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { letterheadOf } from "../letterheads/letterheads.ts";
import type { InvoiceId } from "./invoices.contract.ts";
import type { InvoiceContent } from "./invoices.rules.ts";
import { type InvoiceKept, insertInvoice } from "./invoices.sql.ts";
import { TOPIC } from "./invoices.ts";
import { reckonedOn } from "./reckoned.ts";

export type { InvoiceKept };

type Said = InvoiceContent &
  Pick<InvoiceKept, "customerId" | "buyer" | "reference" | "note"> & {
    readonly termsDays?: number | undefined;
  };

/** What was typed, reckoned with the taxes of today: those of the day it is issued on decide. */
export async function keptFor(ctx: CommandCtx, said: Said): Promise<InvoiceKept> {
  if (!isCurrency(said.currency)) throw invalid({ path: ["currency"], code: "currency.unknown" });
  if (said.customerId !== null)
    await requireCustomer(ctx, said.customerId as Parameters<typeof requireCustomer>[1]);
  return {
    ...{ customerId: said.customerId, buyer: said.buyer, currency: said.currency },
    ...{ pricesContainTax: said.pricesContainTax, reference: said.reference, note: said.note },
    termsDays: said.termsDays ?? (await letterheadOf(ctx)).termsDays,
    ...(await reckonedOn(ctx, said, ctx.today)),
  };
}

/** A draft invoice, in the caller's transaction. */
export async function draftInvoice(ctx: CommandCtx, kept: InvoiceKept): Promise<InvoiceId> {
  const id = newId<"invoice">();
  const by = ctx.actor.kind === "person" ? ctx.actor.id : null;
  await insertInvoice(ctx.db, { ...kept, id, kind: "invoice", creditsId: null }, by, ctx.now);
  ctx.tell(TOPIC);
  return id;
}
