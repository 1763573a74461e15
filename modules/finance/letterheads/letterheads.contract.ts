import { z } from "zod";
import { contact } from "#kernel/classes.ts";
import { blocked, get, patch } from "#kernel/contract.ts";

const text = (max: number) => z.string().trim().max(max, "field.too_long");

/** Who the company is on its papers: what the law asks them to say, and where to pay. */
export const Letterhead = z.object({
  /** Blank: the company's own name. */
  legalName: text(200),
  registration: text(50),
  taxNumber: text(50),
  street: text(200),
  street2: text(200),
  city: text(100),
  postcode: text(20),
  state: text(100),
  email: contact(text(254)),
  phone: contact(text(50)),
  bankName: text(100),
  bankAccount: text(50),
  bankBic: text(20),
  footer: text(500),
  /** In how many days a paper is due, where nothing else is said. */
  termsDays: z.int().min(0).max(365),
});
export type Letterhead = z.output<typeof Letterhead>;

const LetterheadShown = Letterhead.extend({
  version: z.int(),
  blocked: z.object({ change: blocked() }),
});
export type LetterheadShown = z.output<typeof LetterheadShown>;

const at = "/api/finance/letterhead";
export const letterheads = {
  get: get(at, z.object({}), LetterheadShown),
  change: patch(at, Letterhead.extend({ version: z.int() }), LetterheadShown),
};
