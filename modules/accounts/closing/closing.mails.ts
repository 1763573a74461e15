import type { Mail } from "#platform/mail/mail.ts";

type To = { readonly email: string; readonly name: string; readonly locale: "en" | "ms" };

const dayIn = (locale: "en" | "ms", at: Date): string =>
  `${at.toLocaleString(locale === "ms" ? "ms-MY" : "en-GB", { timeZone: "UTC", dateStyle: "long", timeStyle: "short" })} UTC`;

/** At once, and again on the days that follow. */
export function closedMail(to: To, closesAt: Date, publicUrl: string, day: number): Mail {
  const until = dayIn(to.locale, closesAt);
  const left = 30 - day;
  const kind = "accounts.closed";
  if (to.locale === "ms")
    return {
      to: to.email,
      kind,
      subject:
        day === 0
          ? "Akaun Kaunter anda ditutup"
          : `${left === 1 ? "Sehari" : `${left} hari`} lagi: akaun Kaunter anda akan dipadam`,
      text: `Salam ${to.name},

akaun Kaunter anda ${day === 0 ? "telah ditutup" : "masih ditutup"}. Ia tidak membuka apa-apa lagi, dan akan dipadam selepas ${until}.

Sehingga itu anda boleh membukanya semula dengan log masuk: ${publicUrl}/sign-in

Jika bukan anda yang menutupnya, log masuk dan tukar kata laluan anda.
`,
    };
  return {
    to: to.email,
    kind,
    subject:
      day === 0
        ? "Your Kaunter account was closed"
        : `${left === 1 ? "One day" : `${left} days`} left: your Kaunter account will be deleted`,
    text: `Hello ${to.name},

your Kaunter account ${day === 0 ? "was closed" : "is closed"}. It opens nothing any more, and is deleted after ${until}.

Until then you can open it again by signing in: ${publicUrl}/sign-in

If it was not you who closed it, sign in and change your password.
`,
  };
}

export function reopenedMail(to: To, publicUrl: string): Mail {
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "accounts.reopened",
        subject: "Akaun Kaunter anda dibuka semula",
        text: `Salam ${to.name},

akaun Kaunter anda dibuka semula, dan semuanya seperti sebelumnya. Kunci API yang anda buat telah tamat.

${publicUrl}
`,
      }
    : {
        to: to.email,
        kind: "accounts.reopened",
        subject: "Your Kaunter account is open again",
        text: `Hello ${to.name},

your Kaunter account is open again, and all is as it was. API keys that you had made have ended.

${publicUrl}
`,
      };
}

export function deletedMail(to: To): Mail {
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "accounts.deleted",
        subject: "Akaun Kaunter anda telah dipadam",
        text: `Salam ${to.name},

akaun Kaunter anda telah dipadam bersama nama, alamat, kata laluan dan sesinya. Log audit syarikat tempat anda bekerja masih menyatakan apa yang anda buat di sana, selagi syarikat itu wujud.
`,
      }
    : {
        to: to.email,
        kind: "accounts.deleted",
        subject: "Your Kaunter account was deleted",
        text: `Hello ${to.name},

your Kaunter account was deleted, with its name, address, password and sessions. The audit logs of companies you worked in still say what you did there, for as long as those companies exist.
`,
      };
}
