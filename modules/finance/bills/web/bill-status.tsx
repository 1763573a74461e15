import { Status, type Tone } from "#ui/status.tsx";
import { useWords } from "#ui/words.ts";
import type { BillRow } from "./bills.client.ts";
import { billWords } from "./bills.words.ts";

const TONES: Readonly<Record<BillRow["standing"], Tone>> = {
  draft: "accent",
  discarded: "quiet",
  open: "warn",
  part_paid: "warn",
  overdue: "bad",
  paid: "good",
  credited: "quiet",
  unused: "warn",
  used: "good",
  undone: "quiet",
};

export function BillStatus({ of }: { of: BillRow["standing"] }) {
  const t = useWords(billWords);
  return <Status tone={TONES[of]}>{t(`standing.${of}`)}</Status>;
}
