import { randomUUID } from "node:crypto";
import { newId } from "#kernel/ids.ts";
import type { Db } from "#platform/db/db.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { takenBack } from "#promises/probes/drill.sql.ts";
import {
  type CompanyProbe,
  controlled,
  DAY_MINUTES,
  degradedAs,
  type Found,
  keptAs,
} from "#promises/probes/probe.ts";
import { openDrillConnection } from "../connections/connections.ts";
import { insertDeliveries } from "./deliveries.sql.ts";
import { selectPacked } from "./drill.sql.ts";
import { packBody, unpackBody } from "./packing.ts";

/** Lets a store that does not exist send a message, reads what was kept of it, tries to change it, and takes it all back. */
export const messages: CompanyProbe = {
  name: "messages",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Kept a message of a store made for the purpose as the door does, read it again, and took it back.",
    ms: "Menyimpan mesej kedai yang dibuat untuk tujuan ini seperti yang dilakukan di pintu, membacanya semula, dan menariknya balik.",
  },
  finds: {
    whole: {
      en: "All {{bytes}} bytes came back as they had come; between, {{sealed}} sealed bytes lay in the database.",
      ms: "Kesemua {{bytes}} bait kembali seperti ia datang; antaranya, {{sealed}} bait termeterai berada dalam pangkalan data.",
    },
    changed: {
      en: "What was kept is not what had come.",
      ms: "Apa yang disimpan bukan apa yang datang.",
    },
    lost: { en: "Nothing was kept of it.", ms: "Tiada apa yang disimpan daripadanya." },
  },
  control: controlled("messages that are not kept as they came turn their probe red"),
  run: ({ house }, access) => takenBack((db) => tryKeeping(db, access, house.now()), access.pool),
};

async function tryKeeping(db: Db, { sealer }: CompanyAccess, now: Date): Promise<Found> {
  const id = newId<"delivery">();
  const body = Buffer.from(JSON.stringify({ id: randomUUID(), note: "王小明 ☕".repeat(60) }));
  const { id: connectionId } = await openDrillConnection(db, sealer, now);
  const delivered = {
    ...{ id, connectionId, receivedAt: now.toISOString(), topic: "order.created" },
    ...{ eventId: null, headers: {} },
    body: packBody(sealer, id, body),
    bodyBytes: body.length,
    // Known at once to be none of its own: nobody is asked to read it.
    failure: { reason: "connect.delivery.repeated", detail: "" },
  };
  await insertDeliveries(db, [delivered]);

  const kept = await selectPacked(db, id);
  if (kept === null) return degradedAs("lost");
  return isSame(body, () => unpackBody(sealer, id, kept.body))
    ? keptAs("whole", { bytes: body.length, sealed: kept.body.length })
    : degradedAs("changed");
}

function isSame(body: Buffer, opened: () => Buffer): boolean {
  try {
    return body.equals(opened());
  } catch {
    return false;
  }
}
