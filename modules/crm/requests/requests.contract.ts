import { z } from "zod";
import { contact, sensitive } from "#kernel/classes.ts";
import { blocked, get, id, instant, page, post } from "#kernel/contract.ts";

const RequestId = id("privacy_request");
export type RequestId = z.output<typeof RequestId>;

/**
 * What somebody asks for: what is kept of them, that it be put right, or that it be gone. `store_erasure`: a store that
 * was disconnected on its platform asks that all its customers be.
 */
export const RequestKind = z.enum(["access", "correction", "erasure", "store_erasure"]);
export type RequestKind = z.output<typeof RequestKind>;

export const RequestState = z.enum(["open", "done", "refused"]);
export type RequestState = z.output<typeof RequestState>;

/** How it reached the company; `store`: a connected store told of it. */
export const RequestChannel = z.enum(["email", "phone", "letter", "form", "in_person", "store"]);
export type RequestChannel = z.output<typeof RequestChannel>;

const Text = z.string().trim().max(2000);
const Said = Text.min(1, "field.required");

export const RequestRow = z.object({
  id: RequestId,
  kind: RequestKind,
  state: RequestState,
  channel: RequestChannel,
  /** Who asks: the customer as they are known now, else as it was said. Empty once they are erased. */
  person: z.string(),
  email: contact(z.string().nullable()),
  phone: contact(z.string().nullable()),
  customerId: id("customer").nullable(),
  /** The store that told of it. */
  connection: z.string().nullable(),
  receivedOn: z.iso.date(),
  dueOn: z.iso.date(),
  isOverdue: z.boolean(),
  closedAt: instant().nullable(),
  erasedAt: instant().nullable(),
});
export type RequestRow = z.output<typeof RequestRow>;

export const PrivacyRequest = RequestRow.extend({
  note: sensitive(z.string()),
  /** How it was made sure that it is them, by whom and when; nothing is handed out or erased before. */
  identityCheck: sensitive(z.string()),
  checkedBy: z.string().nullable(),
  checkedAt: instant().nullable(),
  packedAt: instant().nullable(),
  correctedAt: instant().nullable(),
  /** What they were told in the end; of a refusal, why. */
  answer: sensitive(z.string()),
  /** Of a store's customers: since when they are being erased, and how many are. */
  erasingAt: instant().nullable(),
  erasedCount: z.int(),
  hasCertificate: z.boolean(),
  version: z.int(),
  blocked: z.object({
    change: blocked(),
    correct: blocked(),
    pack: blocked(),
    erase: blocked(),
    finish: blocked(),
    refuse: blocked(),
    certificate: blocked(),
  }),
});
export type PrivacyRequest = z.output<typeof PrivacyRequest>;

/** Somebody of the customers whom a request may be about. */
export const Candidate = z.object({
  id: id("customer"),
  name: z.string(),
  email: contact(z.string().nullable()),
  phone: contact(z.string().nullable()),
  city: z.string().nullable(),
  ordersCount: z.int(),
  isInTrash: z.boolean(),
});

/** What becomes of what one table keeps of the person, and why it does not go where it does not. */
export const Part = z.object({
  part: z.string(),
  table: z.string(),
  fate: z.enum(["deleted", "masked", "kept"]),
  why: z.enum(["books", "log", "chain", "proof"]).nullable(),
  count: z.int(),
});
export type Part = z.output<typeof Part>;

/** A file to be kept where it was asked for. */
export const RequestFile = z.object({
  name: z.string(),
  type: z.string(),
  content: sensitive(z.string()),
});

export const REQUEST_VIEWS = ["open", "overdue", "closed"] as const;
export const RequestFilter = z.object({
  view: z.enum(REQUEST_VIEWS).optional(),
  kind: RequestKind.optional(),
  channel: RequestChannel.optional(),
});
export type RequestFilter = z.output<typeof RequestFilter>;

const at = "/api/crm/requests";
const One = z.object({ id: RequestId });
const Versioned = One.extend({ version: z.int() });

export const requests = {
  /** Those to be answered first, the one due soonest on top; then those that are closed. */
  list: get(
    at,
    RequestFilter.extend({
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(RequestRow),
  ),
  count: get(`${at}/count`, RequestFilter, z.object({ count: z.int(), allCount: z.int() })),
  /** Of those that nobody has answered. */
  open: get(`${at}/open`, z.object({}), z.object({ count: z.int(), overdueCount: z.int() })),
  get: get(`${at}/:id`, One, PrivacyRequest),
  /** At least one of customer, name, e-mail, phone (crm.request.has_nobody). */
  enter: post(
    at,
    z.object({
      kind: RequestKind.exclude(["store_erasure"]),
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
  /** Whom it may be about. */
  people: get(
    `${at}/:id/people`,
    One.extend({ search: z.string().trim().max(200).optional() }),
    z.object({ rows: z.array(Candidate) }),
  ),
  match: post(
    `${at}/:id/match`,
    Versioned.extend({ customerId: id("customer").nullable() }),
    PrivacyRequest,
  ),
  identify: post(`${at}/:id/identify`, Versioned.extend({ how: sensitive(Said) }), PrivacyRequest),
  /** All that is kept of them, for machines or for people to read. */
  pack: post(
    `${at}/:id/pack`,
    Versioned.extend({ format: z.enum(["json", "html"]), language: z.enum(["en", "ms"]) }),
    z.object({ request: PrivacyRequest, file: RequestFile }),
  ),
  /** What an erasure would delete, what it would leave, and why. */
  preview: get(`${at}/:id/preview`, One, z.object({ parts: z.array(Part) })),
  /** How many customers only this store has told of, and how many something else tells of as well. */
  storeCustomers: get(
    `${at}/:id/store-customers`,
    One,
    z.object({ goingCount: z.int(), stayingCount: z.int(), isMore: z.boolean() }),
  ),
  /** Cannot be undone. Of a store's customers it begins it: it is done in the background. */
  erase: post(
    `${at}/:id/erase`,
    Versioned.extend({ answer: sensitive(Text.default("")) }),
    PrivacyRequest,
  ),
  certificate: get(`${at}/:id/certificate`, One, z.object({ file: RequestFile })),
  /** Says what they were told. */
  finish: post(`${at}/:id/finish`, Versioned.extend({ answer: sensitive(Said) }), PrivacyRequest),
  /** Says why, which they have to be told. */
  refuse: post(`${at}/:id/refuse`, Versioned.extend({ answer: sensitive(Said) }), PrivacyRequest),
};
