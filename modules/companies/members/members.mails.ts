import type { Mail } from "#platform/mail/mail.ts";
import { INVITATION_DAYS } from "./members.rules.ts";

type Locale = "en" | "ms";
type To = { readonly email: string; readonly locale: Locale };
type Said = { readonly company: string; readonly inviter: string; readonly role: string };

const ROLES: Record<Locale, Record<string, string>> = {
  en: {
    admin: "Admin",
    manager: "Manager",
    analyst: "Analyst",
    member: "Member",
    viewer: "Viewer",
  },
  ms: {
    admin: "Pentadbir",
    manager: "Pengurus",
    analyst: "Penganalisis",
    member: "Ahli",
    viewer: "Pemerhati",
  },
};
const roleIn = (locale: Locale, role: string): string => ROLES[locale][role] ?? role;

/** What somebody entered must not break a subject into lines. */
const onOneLine = (text: string): string => text.replace(/\s+/g, " ").slice(0, 100);

/** The token stands behind a `#`, which browsers send to nobody: see accounts.mails.ts. */
export function invitationMail(to: To, said: Said, publicUrl: string, token: string): Mail {
  const link = `${publicUrl}/invitation#${token}`;
  const company = onOneLine(said.company);
  const inviter = onOneLine(said.inviter);
  const role = roleIn(to.locale, said.role);
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "companies.invitation",
        subject: `${inviter} menjemput anda ke ${company} di Kaunter`,
        text: `Salam,

${inviter} menjemput anda untuk bekerja di ${company} sebagai ${role}.

Buka pautan ini untuk menerima atau menolak:

${link}

Pautan ini hanya untuk alamat ini, sah selama ${INVITATION_DAYS} hari dan boleh digunakan sekali.

Jika anda tidak mengenali ${inviter}, abaikan mel ini: tiada apa-apa yang berlaku.
`,
      }
    : {
        to: to.email,
        kind: "companies.invitation",
        subject: `${inviter} invites you to ${company} on Kaunter`,
        text: `Hello,

${inviter} invites you to work in ${company} as ${role}.

Open this link to accept or refuse:

${link}

The link is for this address only, is valid for ${INVITATION_DAYS} days and works once.

If you do not know ${inviter}, leave this mail alone: nothing happens then.
`,
      };
}

/** To whoever invited. What the other one wrote stands between quotation marks, line by line. */
export function refusedMail(
  to: To & { readonly name: string },
  { email, company, answer }: { email: string; company: string; answer: string },
): Mail {
  const quoted = answer === "" ? "" : `\n${answer.replace(/^/gm, "> ")}\n`;
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "companies.invitation_refused",
        subject: `${email} menolak jemputan ke ${onOneLine(company)}`,
        text: `Salam ${to.name},

${email} tidak menerima jemputan anda ke ${onOneLine(company)}.
${quoted}
Tiada apa-apa lagi yang perlu dibuat.
`,
      }
    : {
        to: to.email,
        kind: "companies.invitation_refused",
        subject: `${email} refused the invitation to ${onOneLine(company)}`,
        text: `Hello ${to.name},

${email} does not accept your invitation to ${onOneLine(company)}.
${quoted}
There is nothing else to do.
`,
      };
}

/** To somebody whom the company was closed to. */
export function disabledMail(
  to: To & { readonly name: string },
  { company, by }: { company: string; by: string },
): Mail {
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "companies.member_disabled",
        subject: `${onOneLine(company)} ditutup kepada anda`,
        text: `Salam ${to.name},

${onOneLine(by)} telah menutup ${onOneLine(company)} di Kaunter kepada anda. Anda dan kunci API yang anda buat di sana tidak dapat membuka apa-apa, sehingga ia dibuka semula.

Akaun Kaunter anda kekal. Jika ini satu kesilapan, tanya ${onOneLine(by)}.
`,
      }
    : {
        to: to.email,
        kind: "companies.member_disabled",
        subject: `${onOneLine(company)} is closed to you`,
        text: `Hello ${to.name},

${onOneLine(by)} closed ${onOneLine(company)} on Kaunter to you. You, and API keys that you made there, open nothing in it until it is opened again.

Your Kaunter account stays. If this was a mistake, ask ${onOneLine(by)}.
`,
      };
}

export function enabledMail(
  to: To & { readonly name: string },
  { company, by }: { company: string; by: string },
): Mail {
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "companies.member_enabled",
        subject: `${onOneLine(company)} dibuka semula kepada anda`,
        text: `Salam ${to.name},

${onOneLine(by)} telah membuka semula ${onOneLine(company)} di Kaunter kepada anda, dengan peranan yang sama seperti dahulu.
`,
      }
    : {
        to: to.email,
        kind: "companies.member_enabled",
        subject: `${onOneLine(company)} is open to you again`,
        text: `Hello ${to.name},

${onOneLine(by)} opened ${onOneLine(company)} on Kaunter to you again, with the role you had.
`,
      };
}

/** To somebody who was removed: nobody should find out by a closed door. */
export function removedMail(
  to: To & { readonly name: string },
  { company, by }: { company: string; by: string },
): Mail {
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "companies.member_removed",
        subject: `Anda bukan lagi ahli ${onOneLine(company)}`,
        text: `Salam ${to.name},

${onOneLine(by)} telah mengeluarkan anda daripada ${onOneLine(company)} di Kaunter. Kunci API yang anda buat di sana telah tamat.

Akaun Kaunter anda kekal. Jika ini satu kesilapan, mintalah ${onOneLine(by)} menjemput anda semula.
`,
      }
    : {
        to: to.email,
        kind: "companies.member_removed",
        subject: `You no longer belong to ${onOneLine(company)}`,
        text: `Hello ${to.name},

${onOneLine(by)} removed you from ${onOneLine(company)} on Kaunter. API keys that you made there have ended.

Your Kaunter account stays. If this was a mistake, ask ${onOneLine(by)} to invite you again.
`,
      };
}
