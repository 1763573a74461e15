import { Status, type Tone } from "#ui/status.tsx";
import { useWords } from "#ui/words.ts";
import type { InvoiceRow } from "./invoices.client.ts";
import { invoiceWords } from "./invoices.words.ts";

const TONES: Readonly<Record<InvoiceRow["standing"], Tone>> = {
  draft: "accent",
  discarded: "quiet",
  open: "warn",
  part_paid: "warn",
  overdue: "bad",
  paid: "good",
  credited: "quiet",
  written_off: "quiet",
  issued: "good",
};

export function InvoiceStatus({ of }: { of: InvoiceRow["standing"] }) {
  const t = useWords(invoiceWords);
  return <Status tone={TONES[of]}>{t(`standing.${of}`)}</Status>;
}
