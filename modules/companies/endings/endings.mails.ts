import type { Mail } from "#platform/mail/mail.ts";
import type { Admin } from "../members/admins.ts";

type Said = {
  readonly company: string;
  readonly zone: string;
  readonly endsAt: Date;
  readonly publicUrl: string;
};

const onOneLine = (text: string): string => text.replace(/\s+/g, " ").slice(0, 100);

const LOCALES = { en: "en-GB", ms: "ms-MY" } as const;
const momentIn = (locale: "en" | "ms", zone: string, at: Date): string =>
  at.toLocaleString(LOCALES[locale], { timeZone: zone, dateStyle: "long", timeStyle: "short" });

/** At once, and on the days that follow: the more is over, the shorter it says what is left. */
export function cancelledMail(to: Admin, said: Said, day: number): Mail {
  const company = onOneLine(said.company);
  const until = momentIn(to.locale, said.zone, said.endsAt);
  const left = 30 - day;
  const settings = `${said.publicUrl}/settings/company`;
  const exporting = `${said.publicUrl}/settings/data-export`;
  const kind = "companies.cancelled";
  if (to.locale === "ms")
    return {
      to: to.email,
      kind,
      subject:
        day === 0
          ? `${company} dibatalkan`
          : `${left === 1 ? "Sehari" : `${left} hari`} lagi: ${company} akan dipadam`,
      text: `Salam ${to.name},

${company} di Kaunter ${day === 0 ? "telah dibatalkan" : "sedang dibatalkan"}. Sehingga ${until} semuanya boleh dibaca dan dieksport, dan tiada apa-apa yang boleh diubah. Apa yang dihantar oleh kedai disimpan tanpa dibaca.

Selepas itu pangkalan data, fail, log masuk dan kuncinya dimusnahkan. Ini tidak boleh dibatalkan lagi. Anda akan menerima sijil yang ditandatangani.

Ambil semua data anda: ${exporting}
Batalkan pembatalan, pada bila-bila masa sehingga itu: ${settings}
`,
    };
  return {
    to: to.email,
    kind,
    subject:
      day === 0
        ? `${company} was cancelled`
        : `${left === 1 ? "One day" : `${left} days`} left: ${company} will be deleted`,
    text: `Hello ${to.name},

${company} on Kaunter ${day === 0 ? "was cancelled" : "is cancelled"}. Until ${until} everything can be read and exported, and nothing changed. What stores send is kept unread.

Then its database, files, logins and keys are destroyed. That cannot be undone. You will get a signed certificate.

Take all of your data along: ${exporting}
Undo the cancellation, at any time until then: ${settings}
`,
  };
}

export function undoneMail(to: Admin, said: Said, by: string): Mail {
  const company = onOneLine(said.company);
  const kind = "companies.cancelling_undone";
  if (to.locale === "ms")
    return {
      to: to.email,
      kind,
      subject: `${company} kekal`,
      text: `Salam ${to.name},

${onOneLine(by)} membatalkan pembatalan ${company} di Kaunter. Semuanya seperti sebelumnya, dan apa yang dihantar oleh kedai sementara itu kini dibaca.

${said.publicUrl}
`,
    };
  return {
    to: to.email,
    kind,
    subject: `${company} stays`,
    text: `Hello ${to.name},

${onOneLine(by)} undid the cancellation of ${company} on Kaunter. Everything is as it was, and what stores sent meanwhile is now being read.

${said.publicUrl}
`,
  };
}

type Destroyed = {
  readonly company: string;
  readonly link: string;
  readonly tables: number;
  readonly rows: number;
  readonly backupsGoBy: Date;
  readonly statement: string;
  readonly signature: string;
  readonly publicKey: string;
};

/** With the whole certificate in it: it proves itself also when the house is no more. */
export function destroyedMail(to: Admin, said: Destroyed): Mail {
  const company = onOneLine(said.company);
  const kind = "companies.destroyed";
  const goBy = said.backupsGoBy.toISOString().slice(0, 10);
  const proof = `${said.statement}

Ed25519: ${said.signature}
SPKI: ${said.publicKey}
`;
  if (to.locale === "ms")
    return {
      to: to.email,
      kind,
      subject: `Sijil: ${company} telah dimusnahkan`,
      text: `Salam ${to.name},

${company} di Kaunter tiada lagi. Pangkalan datanya dengan ${said.tables} jadual dan ${said.rows} baris, log masuknya, eksportnya dan kuncinya telah dimusnahkan. Tanpa kunci itu tiada salinan sandaran boleh dibaca; yang terakhir hilang selewat-lewatnya pada ${goBy}.

Sijil yang ditandatangani, juga untuk dimuat turun: ${said.link}

${proof}`,
    };
  return {
    to: to.email,
    kind,
    subject: `Certificate: ${company} was destroyed`,
    text: `Hello ${to.name},

${company} on Kaunter is no more. Its database with ${said.tables} tables and ${said.rows} rows, its login, exports and keys were destroyed. Without the key no copy of a backup can be read; the last of them is gone by ${goBy}.

The signed certificate, also to be downloaded: ${said.link}

${proof}`,
  };
}
