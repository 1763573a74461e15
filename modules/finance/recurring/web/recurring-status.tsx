import { Status, type Tone } from "#ui/status.tsx";
import { useWords } from "#ui/words.ts";
import type { RecurringRow } from "./recurring.client.ts";
import { recurringWords } from "./recurring.words.ts";

const TONES: Readonly<Record<RecurringRow["status"], Tone>> = {
  active: "good",
  paused: "warn",
  ended: "quiet",
};

export function RecurringStatus({ of }: { of: Pick<RecurringRow, "status" | "failure"> }) {
  const t = useWords(recurringWords);
  if (of.failure !== null) return <Status tone="bad">{t("failing")}</Status>;
  return <Status tone={TONES[of.status]}>{t(`status.${of.status}`)}</Status>;
}
