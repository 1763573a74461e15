import { z } from "zod";
import { contact, told } from "#kernel/classes.ts";
import { get, id, instant, page, post } from "#kernel/contract.ts";

export const DeliveryId = id("delivery");
export type DeliveryId = z.output<typeof DeliveryId>;
/** waiting: not read yet · done · ignored: nothing to do with this topic · seen: changed nothing · failed: could not be read, kept. */
export const DeliveryState = z.enum(["waiting", "done", "ignored", "seen", "failed"]);
export type DeliveryState = z.output<typeof DeliveryState>;

export const DeliveryRow = z.object({
  id: DeliveryId,
  connectionId: id("connection"),
  connection: z.string(),
  receivedAt: instant(),
  topic: z.string(),
  state: DeliveryState,
  /** A code with words; `reasonPath` is where in the body, `reasonDetail` what stood there. */
  reason: z.string().nullable(),
  reasonPath: z.string().nullable(),
  reasonDetail: contact(z.string().nullable()),
  summary: told(z.record(z.string(), z.unknown()), ["kind"]),
  /** Shown id of the record it became. */
  subject: z.string().nullable(),
  triesCount: z.int(),
  tookMs: z.int().nullable(),
});
export type DeliveryRow = z.output<typeof DeliveryRow>;

export const Delivery = DeliveryRow.extend({
  headers: z.record(z.string(), z.string()),
  eventId: z.string().nullable(),
  /** The body as text, secrets blanked; undecodable bytes as U+FFFD. At most 1 MB, then cut. */
  body: contact(z.string()),
  bodyBytes: z.int(),
  isBodyCut: z.boolean(),
  finishedAt: instant().nullable(),
});
export type Delivery = z.output<typeof Delivery>;

export const DeliveryFilter = z.object({
  connectionId: id("connection").optional(),
  state: DeliveryState.optional(),
  topic: z.string().max(100).optional(),
  /** Topic, number of the order, name, e-mail, delivery id or event id. */
  search: z.string().trim().max(200).optional(),
  receivedFrom: instant().optional(),
  receivedTo: instant().optional(),
});
export type DeliveryFilter = z.output<typeof DeliveryFilter>;

const at = "/api/connect/deliveries";
export const deliveries = {
  list: get(
    at,
    DeliveryFilter.extend({
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(DeliveryRow),
  ),
  count: get(
    `${at}/count`,
    DeliveryFilter,
    z.object({
      count: z.int(),
      byState: z.record(z.string(), z.int()),
      topics: z.array(z.string()),
    }),
  ),
  get: get(`${at}/:id`, z.object({ id: DeliveryId }), Delivery),
  /** Reads again what was kept: the named ones, or all that the filter leaves (at most 100,000). */
  replay: post(
    `${at}/replay`,
    z.object({ ids: z.array(DeliveryId).max(1000).optional(), filter: DeliveryFilter.optional() }),
    z.object({ count: z.int() }),
  ),
};
