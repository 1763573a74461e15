import type { OpenCtx } from "#platform/actions/context.ts";
import { networkOf } from "#platform/auth/limits.ts";
import { countryOf } from "#platform/auth/places.ts";
import type { Db } from "#platform/db/db.ts";
import { noteSecurityEventIn } from "#platform/security/events.ts";
import { deviceOf, deviceText } from "./devices.rules.ts";
import { deleteUnusedDevices, selectKnown, upsertKnown } from "./devices.sql.ts";
import { newDeviceMail } from "./sessions.mails.ts";

const FORGOTTEN_AFTER_MS = 365 * 86_400_000;

type Owner = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: "en" | "ms";
  readonly zone: string | null;
};

/** Every sign-in comes by here: what is new of its device and country is told to the owner, and noted for the alerts. */
export async function noteSignIn(ctx: OpenCtx, owner: Owner): Promise<void> {
  const { db, now, request } = ctx;
  const country = countryOf(request.ip, ctx.house.config.countryTable);
  const device = deviceText(deviceOf(request.userAgent));
  const seen = { accountId: owner.id, device, country: country ?? "", now };
  const known = await selectKnown(db, seen);
  await upsertKnown(db, seen);

  const told = { accountId: owner.id, ip: request.ip };
  await noteSecurityEventIn(db, { kind: "sign_in.succeeded", ...told }, now);
  if (known.isFirst || known.isDevice) return;
  if (country !== null && !known.isCountry)
    await noteSecurityEventIn(
      db,
      { kind: "session.new_country", ...told, detail: { country } },
      now,
    );
  await noteSecurityEventIn(db, { kind: "session.new_network", ...told }, now);
  const place = placeText(request.ip, country, owner.locale);
  const at = momentText(now, owner.zone, owner.locale);
  await ctx.mail(newDeviceMail(owner, { device, place, at }, ctx.house.config.publicUrl));
}

export const forgetDevices = (db: Db, now: Date): Promise<number> =>
  deleteUnusedDevices(db, new Date(now.getTime() - FORGOTTEN_AFTER_MS));

function placeText(ip: string | null, country: string | null, locale: Owner["locale"]): string {
  const network = ip === null ? "?" : networkOf(ip);
  const name = country === null ? undefined : regionNames(locale).of(country);
  return name === undefined ? network : `${name} (${network})`;
}

const regionNames = (locale: string) => new Intl.DisplayNames([locale], { type: "region" });

const momentText = (now: Date, zone: string | null, locale: string): string =>
  new Intl.DateTimeFormat(locale === "ms" ? "ms-MY" : "en-GB", {
    dateStyle: "long",
    timeStyle: "long",
    timeZone: zone ?? "UTC",
  }).format(now);
