import { z } from "zod";
import { contact } from "#kernel/classes.ts";
import { blocked, done, get, id, instant, page, post } from "#kernel/contract.ts";
import { Consent } from "../customers/customers.contract.ts";

/** How somebody is written to. `phone`: by SMS or WhatsApp. */
export const ConsentChannel = z.enum(["email", "phone"]);
export type ConsentChannel = z.output<typeof ConsentChannel>;

/** Where it comes from. `earlier`: from before this history was kept; `house`: the house itself. */
export const ConsentSource = z.enum([
  "store",
  "import",
  "person",
  "form",
  "request",
  "house",
  "earlier",
]);
export type ConsentSource = z.output<typeof ConsentSource>;

export const ConsentEntry = z.object({
  number: z.int(),
  channel: ConsentChannel,
  /** What they are written to about. What belongs to an order needs no consent. */
  purpose: z.enum(["marketing"]),
  state: Consent,
  /** When it was given, as it was told. */
  at: instant(),
  recordedAt: instant(),
  source: ConsentSource,
  proof: contact(z.string()),
  /** Who wrote it down: a person, a store. */
  actorName: z.string(),
});
export type ConsentEntry = z.output<typeof ConsentEntry>;

const CustomerId = id("customer");
const at = "/api/crm/consents";
export const consents = {
  /** The newest first. Nobody changes or removes any of it. */
  list: get(
    at,
    z.object({
      customerId: CustomerId,
      after: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    page(ConsentEntry).extend({ blocked: z.object({ record: blocked() }) }),
  ),
  /** What somebody said, with the proof of it. Told of a time before the newest it stands in the history alone. */
  record: post(
    at,
    z.object({
      customerId: CustomerId,
      channel: ConsentChannel,
      state: z.enum(["subscribed", "unsubscribed", "pending"]),
      /** Left out: now. */
      at: instant().nullable().default(null),
      source: z.enum(["person", "form", "request"]),
      proof: contact(z.string().trim().min(1, "field.required").max(2000, "field.too_long")),
    }),
    done,
  ),
};
