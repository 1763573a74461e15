import { z } from "zod";
import { contact } from "#kernel/classes.ts";
import { blocked, get, id, instant, post } from "#kernel/contract.ts";
import { Consent, Customer, CustomerId } from "./customers.contract.ts";

const MergeId = id("merge");
export type MergeId = z.output<typeof MergeId>;

/** Of which of both a field is taken: `into` keeps its id. */
const Side = z.enum(["into", "from"]);

const Picks = z.object({
  name: Side.optional(),
  email: contact(Side.optional()),
  phone: contact(Side.optional()),
  organisation: Side.optional(),
  address: contact(Side.optional()),
  owner: Side.optional(),
});

/** What the merge would take where nobody picks, and of consents in any case. */
const Proposal = z.object({
  name: Side,
  email: contact(Side),
  phone: contact(Side),
  organisation: Side,
  address: contact(Side),
  emailConsent: Consent,
  phoneConsent: Consent,
});

const Compared = z.object({
  into: Customer,
  from: Customer,
  proposal: Proposal,
  blocked: z.object({ merge: blocked() }),
});

const Merge = z.object({
  id: MergeId,
  customerId: CustomerId,
  /** Whether a person or a store said that both are one. */
  saidBy: z.enum(["person", "store"]),
  intoName: z.string(),
  fromName: z.string(),
  actorName: z.string(),
  mergedAt: instant(),
  undoUntil: instant(),
  blocked: z.object({ undo: blocked() }),
});

const at = "/api/crm/customers/:id";
const One = z.object({ id: CustomerId });
export const merging = {
  /** Two customers side by side: `id` would keep its id. */
  compare: get(`${at}/compare`, One.extend({ fromId: CustomerId }), Compared),
  /** What made a customer of several, newest first: a person's word can be undone for 30 days. */
  list: get(`${at}/merges`, One, z.object({ rows: z.array(Merge) })),
  /** `from` becomes part of the customer. */
  merge: post(
    `${at}/merge`,
    One.extend({
      version: z.int(),
      fromId: CustomerId,
      fromVersion: z.int(),
      picks: Picks.default({}),
    }),
    z.object({ id: MergeId, customerId: CustomerId, undoUntil: instant() }),
  ),
  /** Both are again what they would be without the merge, with what has come since. */
  undo: post(
    "/api/crm/merges/:id/undo",
    z.object({ id: MergeId }),
    z.object({ intoId: CustomerId, fromId: CustomerId }),
  ),
};
