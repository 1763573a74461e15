import { type Day, daysBetween } from "#kernel/day.ts";
import type { Language } from "#kernel/said.ts";
import type { KindOfPaper } from "./sendings.contract.ts";

export type ToWrite = {
  readonly paper: "invoice" | "credit_note" | "quote";
  readonly number: string;
  readonly seller: string;
  readonly buyer: string;
  /** As it is read: `MYR 390.75`. */
  readonly total: string;
  readonly due: string;
  readonly dueOn: Day;
  readonly dueText: string;
  readonly today: Day;
};

type Letter = { readonly title: string; readonly text: string };

/** What is written where nobody writes something else. */
export const letterFor = (kind: KindOfPaper, of: ToWrite, language: Language): Letter =>
  (language === "ms" ? MS : EN)[kind === "reminder" ? "reminder" : of.paper](of);

const letter = (title: string, ...paragraphs: (string | null)[]): Letter => ({
  title,
  text: paragraphs.filter((one) => one !== null).join("\n\n"),
});

const EN: Readonly<Record<ToWrite["paper"] | "reminder", (of: ToWrite) => Letter>> = {
  invoice: (of) =>
    letter(
      `Invoice ${of.number} from ${of.seller}`,
      `Dear ${of.buyer},`,
      `Attached is our invoice ${of.number} over ${of.total}. It is due on ${of.dueText}.`,
      "Thank you for your business.",
      of.seller,
    ),
  credit_note: (of) =>
    letter(
      `Credit note ${of.number} from ${of.seller}`,
      `Dear ${of.buyer},`,
      `Attached is our credit note ${of.number} over ${of.total}. It has been taken off your invoice.`,
      of.seller,
    ),
  quote: (of) =>
    letter(
      `Quotation ${of.number} from ${of.seller}`,
      `Dear ${of.buyer},`,
      `Thank you for asking. Attached is our quotation ${of.number} over ${of.total}, valid until ${of.dueText}. You can accept it at the address below.`,
      of.seller,
    ),
  reminder: (of) =>
    letter(
      daysBetween(of.dueOn, of.today) > 0
        ? `Invoice ${of.number} is overdue`
        : `Invoice ${of.number} is due on ${of.dueText}`,
      `Dear ${of.buyer},`,
      daysBetween(of.dueOn, of.today) > 0
        ? `Our invoice ${of.number} was due on ${of.dueText}, and ${of.due} is still open. Could you look into it? The invoice is attached once more.`
        : `A short note that our invoice ${of.number} over ${of.due} is due on ${of.dueText}. It is attached once more.`,
      "If you have paid meanwhile, nothing more is needed.",
      of.seller,
    ),
};

const MS: typeof EN = {
  invoice: (of) =>
    letter(
      `Invois ${of.number} daripada ${of.seller}`,
      `${of.buyer} yang dihormati,`,
      `Dilampirkan invois kami ${of.number} berjumlah ${of.total}. Bayaran perlu dibuat selewat-lewatnya pada ${of.dueText}.`,
      "Terima kasih kerana berurusan dengan kami.",
      of.seller,
    ),
  credit_note: (of) =>
    letter(
      `Nota kredit ${of.number} daripada ${of.seller}`,
      `${of.buyer} yang dihormati,`,
      `Dilampirkan nota kredit kami ${of.number} berjumlah ${of.total}. Amaun ini telah ditolak daripada invois anda.`,
      of.seller,
    ),
  quote: (of) =>
    letter(
      `Sebut harga ${of.number} daripada ${of.seller}`,
      `${of.buyer} yang dihormati,`,
      `Terima kasih atas pertanyaan anda. Dilampirkan sebut harga kami ${of.number} berjumlah ${of.total}, sah hingga ${of.dueText}. Anda boleh menerimanya di alamat di bawah.`,
      of.seller,
    ),
  reminder: (of) =>
    letter(
      daysBetween(of.dueOn, of.today) > 0
        ? `Invois ${of.number} telah melepasi tarikh bayaran`
        : `Invois ${of.number} perlu dibayar sebelum ${of.dueText}`,
      `${of.buyer} yang dihormati,`,
      daysBetween(of.dueOn, of.today) > 0
        ? `Invois kami ${of.number} perlu dibayar pada ${of.dueText}, dan ${of.due} masih belum dijelaskan. Mohon semakan pihak tuan/puan. Invois dilampirkan sekali lagi.`
        : `Sekadar peringatan bahawa invois kami ${of.number} berjumlah ${of.due} perlu dibayar pada ${of.dueText}. Ia dilampirkan sekali lagi.`,
      "Abaikan e-mel ini jika bayaran telah dibuat.",
      of.seller,
    ),
};

/** What is written with a statement of what a customer owes. */
export const statementLetter = (
  of: {
    readonly seller: string;
    readonly buyer: string;
    readonly to: string;
    readonly due: string;
  },
  language: Language,
): Letter =>
  language === "ms"
    ? letter(
        `Penyata akaun daripada ${of.seller}`,
        `${of.buyer} yang dihormati,`,
        `Dilampirkan penyata akaun anda setakat ${of.to}. Baki pada tarikh itu ialah ${of.due}.`,
        of.seller,
      )
    : letter(
        `Statement of account from ${of.seller}`,
        `Dear ${of.buyer},`,
        `Attached is your statement of account up to ${of.to}. The balance on that day is ${of.due}.`,
        of.seller,
      );

/** Below what was written: where it is seen. */
export const withAddress = (text: string, url: string, language: Language): string =>
  `${text}\n\n${language === "ms" ? "Lihat di sini:" : "See it here:"}\n${url}\n`;
