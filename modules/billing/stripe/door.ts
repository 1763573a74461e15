import { readId } from "#kernel/ids.ts";
import { transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { HookAnswer, HookDoor, Knock } from "#platform/http/hooks.ts";
import { eventIn } from "./client.ts";
import { insertEvent } from "./events.sql.ts";
import { hintOf } from "./objects.rules.ts";

/** Stripe's own are a few kilobytes; an invoice of a hundred lines is two hundred. */
const BODY_MAX_BYTES = 1024 * 1024;

const KEPT: HookAnswer = { status: 200 };
const NOT_STRIPES: HookAnswer = { status: 400 };
const NOBODY: HookAnswer = { status: 404 };
const TOO_LARGE: HookAnswer = { status: 413 };

/** `/stripe/events`: where Stripe tells that something changed. Without a key nobody lives there. */
export const stripeDoor: HookDoor = {
  method: "POST",
  path: "/stripe/:what",
  bodyMaxBytes: BODY_MAX_BYTES,
  open: (house) => ({
    handle: (knock) => heard(house, knock),
    tooLarge: async ({ param }) => (livesAt(house, param) ? TOO_LARGE : NOBODY),
    close: async () => undefined,
  }),
};

const livesAt = ({ config }: House, param: string): boolean =>
  config.stripe !== null && param === "events";

/**
 * Signature over the raw bytes, one insert, commit, answer. Of what it tells nothing is believed but that something changed: how
 * it stands is then asked, so that late, doubled, lost and shuffled events all end in the same.
 */
async function heard(house: House, { param, headers, body }: Knock): Promise<HookAnswer> {
  const { stripe } = house.config;
  if (stripe === null || !livesAt(house, param)) return NOBODY;
  const now = house.now();
  const event = await eventIn(stripe, body, String(headers["stripe-signature"] ?? ""), now);
  if (event === null) return NOT_STRIPES;
  // One endpoint may hear of trials of the account as well: they are answered, and mean nothing here.
  if (event.livemode !== /^.k_live_/.test(stripe.key)) return KEPT;
  const { company, ...hint } = hintOf(event.data.object);
  const kept = {
    ...hint,
    id: event.id,
    type: event.type,
    toldAt: new Date(event.created * 1000),
    companyId: company === null ? null : readId("company", company),
  };
  await transaction(house.control, "read write", (control) => insertEvent(control, kept, now));
  return KEPT;
}
