import type { Mail } from "#platform/mail/mail.ts";
import type { SubjectType } from "./notes.sql.ts";

type To = { readonly email: string; readonly name: string; readonly locale: "en" | "ms" };
type Said = {
  readonly author: string;
  readonly company: string;
  readonly type: SubjectType;
  /** Where the record stands. */
  readonly link: string;
  readonly settings: string;
};

const ON = {
  en: { customer: "a customer", order: "an order", product: "a product" },
  ms: { customer: "seorang pelanggan", order: "satu pesanan", product: "satu produk" },
} as const;

/** What somebody entered must not break a subject into lines. */
const onOneLine = (text: string): string => text.replace(/\s+/g, " ").slice(0, 100);

/** Says that, and where, but nothing of what was written: a note about people does not leave the house. */
export function mentionMail(to: To, { author, company, type, link, settings }: Said): Mail {
  const who = onOneLine(author);
  const where = onOneLine(company);
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "records.note_mention",
        subject: `${who} menyebut anda dalam satu nota`,
        text: `Salam ${to.name},

${who} menyebut anda dalam nota pada ${ON.ms[type]} di ${where}.

Baca di sini:

${link}

Tidak mahu mel seperti ini? Matikan di ${settings}
`,
      }
    : {
        to: to.email,
        kind: "records.note_mention",
        subject: `${who} mentioned you in a note`,
        text: `Hello ${to.name},

${who} mentioned you in a note on ${ON.en[type]} at ${where}.

Read it here:

${link}

Do not want such mails? Switch them off at ${settings}
`,
      };
}
