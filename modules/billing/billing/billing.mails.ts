import type { Admin } from "#modules/companies/companies.public.ts";
import type { Mail } from "#platform/mail/mail.ts";
import type { ToTell } from "./billing.rules.ts";

type Said = {
  readonly company: string;
  readonly zone: string;
  readonly readOnlyAt: Date | null;
  readonly now: Date;
  readonly publicUrl: string;
};

const onOneLine = (text: string): string => text.replace(/\s+/g, " ").slice(0, 100);

const LOCALES = { en: "en-GB", ms: "ms-MY" } as const;
const momentIn = (locale: "en" | "ms", zone: string, at: Date): string =>
  at.toLocaleString(LOCALES[locale], { timeZone: zone, dateStyle: "long", timeStyle: "short" });

/** What is due, from when on the company is closed to changes, and where that is seen to. */
export function billingMail(to: Admin, said: Said, { about }: ToTell): Mail {
  const company = onOneLine(said.company);
  const isClosed = said.readOnlyAt !== null && said.readOnlyAt <= said.now;
  const when = said.readOnlyAt === null ? "" : momentIn(to.locale, said.zone, said.readOnlyAt);
  const link = `${said.publicUrl}/settings/billing`;
  const { subject, text } = WORDS[to.locale][about]({ company, when, isClosed });
  const rest = REST[to.locale](isClosed);
  const hello = to.locale === "ms" ? `Salam ${to.name},` : `Hello ${to.name},`;
  return {
    to: to.email,
    kind: `billing.${about}`,
    subject,
    text: `${hello}\n\n${text} ${rest}\n\n${DOOR[to.locale]}: ${link}\n`,
  };
}

type Words = (said: { company: string; when: string; isClosed: boolean }) => {
  subject: string;
  text: string;
};

const WORDS: Record<"en" | "ms", Record<ToTell["about"], Words>> = {
  en: {
    trial: ({ company, when, isClosed }) =>
      isClosed
        ? {
            subject: `The trial of ${company} is over`,
            text: `The trial of ${company} on Kaunter is over. Since ${when} everything can be read and exported, and nothing changed.`,
          }
        : {
            subject: `The trial of ${company} ends soon`,
            text: `The trial of ${company} on Kaunter ends on ${when}. If you choose a plan by then, work goes on without a break; otherwise everything can be read and exported from then on, and nothing changed.`,
          },
    past_due: ({ company, when, isClosed }) =>
      isClosed
        ? {
            subject: `${company} is read-only until it is paid`,
            text: `What is owed for ${company} on Kaunter was not paid. Since ${when} everything can be read and exported, and nothing changed.`,
          }
        : {
            subject: `A payment for ${company} did not go through`,
            text: `A payment for ${company} on Kaunter did not go through. Your bank may have said why; a new card or another way to pay settles it. If nothing is paid by ${when}, everything can be read and exported from then on, and nothing changed.`,
          },
    ended: ({ company, when, isClosed }) => ({
      subject: `The plan of ${company} has ended`,
      text: isClosed
        ? `The plan of ${company} on Kaunter has ended. Since ${when} everything can be read and exported, and nothing changed.`
        : `The plan of ${company} on Kaunter has ended. From ${when} everything can be read and exported, and nothing changed, unless you choose a plan.`,
    }),
  },
  ms: {
    trial: ({ company, when, isClosed }) =>
      isClosed
        ? {
            subject: `Tempoh percubaan ${company} telah tamat`,
            text: `Tempoh percubaan ${company} di Kaunter telah tamat. Sejak ${when} semuanya boleh dibaca dan dieksport, dan tiada apa-apa yang boleh diubah.`,
          }
        : {
            subject: `Tempoh percubaan ${company} hampir tamat`,
            text: `Tempoh percubaan ${company} di Kaunter tamat pada ${when}. Jika anda memilih pelan sebelum itu, kerja berjalan seperti biasa; jika tidak, mulai saat itu semuanya boleh dibaca dan dieksport, dan tiada apa-apa yang boleh diubah.`,
          },
    past_due: ({ company, when, isClosed }) =>
      isClosed
        ? {
            subject: `${company} hanya boleh dibaca sehingga dibayar`,
            text: `Bayaran tertunggak ${company} di Kaunter belum dijelaskan. Sejak ${when} semuanya boleh dibaca dan dieksport, dan tiada apa-apa yang boleh diubah.`,
          }
        : {
            subject: `Bayaran untuk ${company} tidak berjaya`,
            text: `Satu bayaran untuk ${company} di Kaunter tidak berjaya. Bank anda mungkin memberitahu sebabnya; kad baharu atau cara bayaran lain akan menyelesaikannya. Jika belum dibayar menjelang ${when}, mulai saat itu semuanya boleh dibaca dan dieksport, dan tiada apa-apa yang boleh diubah.`,
          },
    ended: ({ company, when, isClosed }) => ({
      subject: `Pelan ${company} telah tamat`,
      text: isClosed
        ? `Pelan ${company} di Kaunter telah tamat. Sejak ${when} semuanya boleh dibaca dan dieksport, dan tiada apa-apa yang boleh diubah.`
        : `Pelan ${company} di Kaunter telah tamat. Mulai ${when} semuanya boleh dibaca dan dieksport, dan tiada apa-apa yang boleh diubah, kecuali anda memilih pelan.`,
    }),
  },
};

const REST = {
  en: (isClosed: boolean) =>
    `Nothing is deleted${isClosed ? ", and what stores send is kept and read once it is paid" : ""}.`,
  ms: (isClosed: boolean) =>
    `Tiada apa-apa yang dipadam${isClosed ? ", dan apa yang dihantar oleh kedai disimpan untuk dibaca selepas dibayar" : ""}.`,
};

const DOOR = { en: "Plan and billing", ms: "Pelan dan bil" };
