import { z } from "zod";
import { contact, sensitive } from "#kernel/classes.ts";
import { blocked, currency, get, id, minorAmount, post } from "#kernel/contract.ts";
import { InvoiceId } from "../invoices/invoices.contract.ts";
import { Language } from "../links/links.contract.ts";
import { Letter, Sending, written } from "../sendings/sendings.contract.ts";

const CustomerId = id("customer");

/** What changed what a customer owes. */
const StatementRow = z.object({
  on: z.iso.date(),
  kind: z.enum(["invoice", "credit_note", "payment", "payment_undone", "written_off"]),
  invoiceId: InvoiceId.nullable(),
  /** The paper's number, or what the payment was called. */
  called: z.string(),
  /** Above 0: more is owed. */
  amountMinor: minorAmount(),
  balanceMinor: minorAmount(),
});

const OpenItem = z.object({
  invoiceId: InvoiceId,
  number: z.string(),
  issuedOn: z.iso.date(),
  dueOn: z.iso.date(),
  payableMinor: minorAmount(),
  dueMinor: minorAmount(),
});

export const CustomerStatement = z.object({
  customerId: CustomerId,
  name: z.string(),
  currency: z.string(),
  /** In which there is anything between us and them. */
  currencies: z.array(z.string()),
  from: z.iso.date(),
  to: z.iso.date(),
  openingMinor: minorAmount(),
  rows: z.array(StatementRow),
  closingMinor: minorAmount(),
  /** What is open now, whatever the time that is asked for. */
  open: z.array(OpenItem),
  email: contact(z.string()),
  language: Language.nullable(),
  en: Letter,
  ms: Letter,
  sent: z.array(Sending),
  blocked: z.object({ send: blocked() }),
});
export type CustomerStatement = z.output<typeof CustomerStatement>;

const at = "/api/finance/customer-statements";
const asked = {
  id: CustomerId,
  from: z.iso.date(),
  to: z.iso.date(),
  /** Left out: the only one there is, else that of the books. */
  currency: currency().optional(),
};
export const ROWS_MAX = 2_000;
export const customerStatements = {
  /** In one currency; at most ROWS_MAX rows. */
  get: get(`${at}/:id`, z.object(asked), CustomerStatement),
  pdf: get(
    `${at}/:id/pdf`,
    z.object({ ...asked, language: Language.default("en") }),
    z.object({ name: z.string(), base64: sensitive(z.string()) }),
  ),
  send: post(`${at}/:id/send`, z.object({ ...asked, ...written }), Sending),
};
