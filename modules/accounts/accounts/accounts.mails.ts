import type { Mail } from "#platform/mail/mail.ts";
import { RESET_LINK_HOURS, VERIFY_LINK_HOURS } from "./accounts.rules.ts";

type To = { readonly email: string; readonly name: string; readonly locale: "en" | "ms" };

/**
 * The token stands behind a `#`: browsers keep that part to themselves, so it is in no log of a server or proxy on the
 * way, and programs that open links to look at them cannot use it up.
 */
const verifyUrl = (publicUrl: string, token: string) => `${publicUrl}/verify#${token}`;
const resetUrl = (publicUrl: string, token: string) => `${publicUrl}/reset-password#${token}`;

export function verifyMail(to: To, company: string, publicUrl: string, token: string): Mail {
  const link = verifyUrl(publicUrl, token);
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "accounts.verify",
        subject: "Sahkan alamat e-mel anda untuk Kaunter",
        text: `Salam ${to.name},

buka pautan ini untuk mengesahkan alamat anda dan membuka ${company}:

${link}

Pautan ini sah selama ${VERIFY_LINK_HOURS} jam dan boleh digunakan sekali.

Jika bukan anda yang mendaftar, abaikan mel ini: tiada apa-apa yang dibuka.
`,
      }
    : {
        to: to.email,
        kind: "accounts.verify",
        subject: "Confirm your e-mail address for Kaunter",
        text: `Hello ${to.name},

open this link to confirm your address and open ${company}:

${link}

The link is valid for ${VERIFY_LINK_HOURS} hours and works once.

If you did not sign up, leave this mail alone: nothing is opened then.
`,
      };
}

/** To the owner of an address with which somebody signed up again. */
export function alreadyMemberMail(to: To, publicUrl: string): Mail {
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "accounts.already_member",
        subject: "Anda sudah ada akaun Kaunter",
        text: `Salam ${to.name},

seseorang baru sahaja mendaftar dengan alamat ini, yang sudah ada akaun Kaunter. Tiada apa-apa yang berubah.

Jika anda yang mendaftar, log masuk di sini: ${publicUrl}/sign-in
Terlupa kata laluan: ${publicUrl}/forgot-password

Jika bukan anda, abaikan mel ini.
`,
      }
    : {
        to: to.email,
        kind: "accounts.already_member",
        subject: "You already have a Kaunter account",
        text: `Hello ${to.name},

somebody just signed up with this address, which has a Kaunter account already. Nothing was changed.

If it was you, sign in here: ${publicUrl}/sign-in
Forgotten password: ${publicUrl}/forgot-password

If it was not you, leave this mail alone.
`,
      };
}

export function resetMail(to: To, publicUrl: string, token: string): Mail {
  const link = resetUrl(publicUrl, token);
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "accounts.reset",
        subject: "Kata laluan baharu untuk Kaunter",
        text: `Salam ${to.name},

buka pautan ini untuk menetapkan kata laluan baharu:

${link}

Pautan ini sah selama ${RESET_LINK_HOURS === 1 ? "satu jam" : `${RESET_LINK_HOURS} jam`} dan boleh digunakan sekali. Selepas itu anda perlu log masuk semula di semua peranti.

Jika anda tidak memintanya, abaikan mel ini: kata laluan anda kekal.
`,
      }
    : {
        to: to.email,
        kind: "accounts.reset",
        subject: "A new password for Kaunter",
        text: `Hello ${to.name},

open this link to set a new password:

${link}

The link is valid for ${RESET_LINK_HOURS === 1 ? "an hour" : `${RESET_LINK_HOURS} hours`} and works once. Afterwards you sign in again on every device.

If you did not ask for it, leave this mail alone: your password stays as it is.
`,
      };
}

export function passwordChangedMail(to: To, publicUrl: string): Mail {
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "accounts.password_changed",
        subject: "Kata laluan Kaunter anda telah ditukar",
        text: `Salam ${to.name},

kata laluan anda baru sahaja ditukar, dan sesi yang lain telah tamat.

Jika bukan anda yang menukarnya, tetapkan yang baharu sekarang: ${publicUrl}/forgot-password
`,
      }
    : {
        to: to.email,
        kind: "accounts.password_changed",
        subject: "Your Kaunter password was changed",
        text: `Hello ${to.name},

your password was just changed, and other sessions have ended.

If it was not you, set a new one now: ${publicUrl}/forgot-password
`,
      };
}
