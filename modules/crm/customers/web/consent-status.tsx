import { Status } from "#ui/status.tsx";
import { useWords } from "#ui/words.ts";
import type { CustomerRow } from "./customers.client.ts";
import { customerWords } from "./customers.words.ts";

const TONES = {
  subscribed: "good",
  pending: "warn",
  unsubscribed: "quiet",
  unknown: "quiet",
} as const;

/** Whether somebody may be written to. */
export function ConsentStatus({ of }: { of: CustomerRow["emailConsent"] }) {
  const t = useWords(customerWords);
  return <Status tone={TONES[of]}>{t(`consent.${of}`)}</Status>;
}
