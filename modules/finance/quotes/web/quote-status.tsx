import { Status, type Tone } from "#ui/status.tsx";
import { useWords } from "#ui/words.ts";
import type { QuoteRow } from "./quotes.client.ts";
import { quoteWords } from "./quotes.words.ts";

const TONES: Readonly<Record<QuoteRow["standing"], Tone>> = {
  draft: "accent",
  discarded: "quiet",
  open: "warn",
  expired: "quiet",
  accepted: "good",
  declined: "quiet",
  invoiced: "good",
};

export function QuoteStatus({ of }: { of: QuoteRow["standing"] }) {
  const t = useWords(quoteWords);
  return <Status tone={TONES[of]}>{t(`standing.${of}`)}</Status>;
}
