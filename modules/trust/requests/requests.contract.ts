import { z } from "zod";
import { contact, sensitive } from "#kernel/classes.ts";
import { blocked, get, id, instant, page, post } from "#kernel/contract.ts";

const RequestId = id("privacy_request");
export type RequestId = z.output<typeof RequestId>;

export const RequestKind = z.enum(["access", "correction", "erasure"]);
export type RequestKind = z.output<typeof RequestKind>;

export const RequestState = z.enum(["open", "extended", "done", "refused"]);
export type RequestState = z.output<typeof RequestState>;

/** How it reached the company; `store`: a connected store told of it. */
export const RequestChannel = z.enum(["mail", "phone", "form", "store"]);

/** What happens to what one table keeps of the person. */
export const Fate = z.enum(["deleted", "masked", "kept"]);

const Text = z.string().trim().max(2000);
const Reason = Text.min(1, "field.required");

export const RequestRow = z.object({
  id: RequestId,
  kind: RequestKind,
  state: RequestState,
  channel: RequestChannel,
  /** As they gave it, until they are matched; emptied once they are erased. */
  name: z.string(),
  email: contact(z.string().nullable()),
  phone: contact(z.string().nullable()),
  customerId: id("customer").nullable(),
  receivedOn: z.iso.date(),
  dueOn: z.iso.date(),
  isOverdue: z.boolean(),
  closedAt: instant().nullable(),
  version: z.int(),
});
export type RequestRow = z.output<typeof RequestRow>;

export const PrivacyRequest = RequestRow.extend({
  note: sensitive(z.string()),
  /** How it was made sure that it is them; null: not yet. */
  identityCheck: sensitive(z.string().nullable()),
  /** Why it was extended or refused. */
  reason: sensitive(z.string().nullable()),
  history: z.array(z.object({ at: instant(), actorName: z.string(), did: z.string() })),
  blocked: z.object({
    change: blocked(),
    match: blocked(),
    extend: blocked(),
    finish: blocked(),
    refuse: blocked(),
    pack: blocked(),
    erase: blocked(),
    certificate: blocked(),
  }),
});
export type PrivacyRequest = z.output<typeof PrivacyRequest>;

const Part = z.object({ table: z.string(), fate: Fate, count: z.int(), why: z.string() });

/** Says what was done without saying about whom: `subject` is a keyed hash. */
export const Certificate = z.object({
  request: RequestId,
  subject: z.string(),
  erasedAt: instant(),
  actorName: z.string(),
  auditEntry: z.int(),
  parts: z.array(Part),
});
export type Certificate = z.output<typeof Certificate>;

export const RequestFilter = z.object({
  state: RequestState.optional(),
  kind: RequestKind.optional(),
});

const at = "/api/trust/requests";
const One = z.object({ id: RequestId });
const Versioned = One.extend({ version: z.int() });
export const requests = {
  /** Those to be answered first, the one due soonest on top. */
  list: get(
    at,
    RequestFilter.extend({
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(RequestRow),
  ),
  /** Of those not yet answered. */
  count: get(`${at}/count`, z.object({}), z.object({ count: z.int(), overdueCount: z.int() })),
  get: get(`${at}/:id`, One, PrivacyRequest),
  /** At least one of customer, name, e-mail, phone (trust.request.has_nobody). */
  open: post(
    at,
    z.object({
      kind: RequestKind,
      channel: RequestChannel.exclude(["store"]),
      customerId: id("customer").nullable().default(null),
      name: z.string().trim().max(200).default(""),
      email: contact(
        z.string().trim().max(254).pipe(z.email("email.invalid")).nullable().default(null),
      ),
      phone: contact(z.string().trim().max(40).nullable().default(null)),
      receivedOn: z.iso.date(),
      note: sensitive(Text.default("")),
    }),
    PrivacyRequest,
  ),
  match: post(`${at}/:id/match`, Versioned.extend({ customerId: id("customer") }), PrivacyRequest),
  identify: post(`${at}/:id/identify`, Versioned.extend({ how: Reason }), PrivacyRequest),
  note: post(`${at}/:id/note`, Versioned.extend({ note: Text }), PrivacyRequest),
  extend: post(`${at}/:id/extend`, Versioned.extend({ reason: Reason }), PrivacyRequest),
  refuse: post(`${at}/:id/refuse`, Versioned.extend({ reason: Reason }), PrivacyRequest),
  /** Says what was answered or corrected. */
  finish: post(`${at}/:id/finish`, Versioned.extend({ note: Reason }), PrivacyRequest),
  /** An address that gives the pack once; needs a fresh sign-in. */
  pack: post(`${at}/:id/pack`, One, z.object({ url: z.string() })),
  preview: get(`${at}/:id/preview`, One, z.object({ parts: z.array(Part), typed: z.string() })),
  /** `typed` is the word the preview asks for; needs a fresh sign-in. Cannot be undone. */
  erase: post(`${at}/:id/erase`, Versioned.extend({ typed: z.string().max(200) }), Certificate),
  certificate: get(`${at}/:id/certificate`, One, Certificate),
};
