import { Status, type Tone } from "#ui/status.tsx";
import { reasonText } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import type { DeliveryRow } from "./deliveries.client.ts";
import { type DeliveryT, deliveryWords } from "./deliveries.words.ts";

const TONES: Readonly<Record<DeliveryRow["state"], Tone>> = {
  waiting: "warn",
  done: "good",
  ignored: "quiet",
  seen: "quiet",
  failed: "bad",
};

export function DeliveryState({ of }: { of: DeliveryRow["state"] }) {
  const t = useWords(deliveryWords);
  return <Status tone={TONES[of]}>{t(`state.${of}`)}</Status>;
}

/** What came of it, in a few words: the reason, or the record it became. */
export function outcomeText({ reason, reasonPath, summary }: DeliveryRow, t: DeliveryT): string {
  if (reason !== null)
    return reasonPath === null || reasonPath === ""
      ? reasonText(reason)
      : `${reasonText(reason)} (${reasonPath})`;
  const kind = String(summary["kind"] ?? "");
  return t.has(kind) ? t(kind, { name: String(summary["name"] ?? "") }) : kind;
}

const PLACES = { cus: "customers", ord: "orders", prd: "products", prq: "requests" } as const;

/** Where the record it became stands; null where it has no page. */
export function placeOf(subject: string | null): string | null {
  if (subject === null) return null;
  const place = PLACES[subject.slice(0, 3) as keyof typeof PLACES];
  return place === undefined ? null : `/${place}/${subject}`;
}
