import type { Mail } from "#platform/mail/mail.ts";
import { EMAIL_CHANGE_HOURS } from "./emails.rules.ts";

type To = { readonly email: string; readonly name: string; readonly locale: "en" | "ms" };

/** Behind a `#`, which no server and no log on the way sees. */
const linkOf = (publicUrl: string, token: string) => `${publicUrl}/change-email#${token}`;

/** To the new address: it proves that its mailbox is theirs. */
export function newAddressMail(to: To, publicUrl: string, token: string): Mail {
  const link = linkOf(publicUrl, token);
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "accounts.new_address",
        subject: "Sahkan alamat baharu untuk Kaunter",
        text: `Salam ${to.name},

alamat ini akan menjadi alamat log masuk anda di Kaunter. Buka pautan ini untuk mengesahkannya:

${link}

Pautan ini sah selama ${EMAIL_CHANGE_HOURS} jam. Kami menulis juga kepada alamat lama, yang perlu bersetuju.

Jika anda tidak memintanya, abaikan mel ini.
`,
      }
    : {
        to: to.email,
        kind: "accounts.new_address",
        subject: "Confirm your new address for Kaunter",
        text: `Hello ${to.name},

this address is to be the one you sign in to Kaunter with. Open this link to confirm it:

${link}

The link is valid for ${EMAIL_CHANGE_HOURS} hours. We have also written to the old address, which has to agree.

If you did not ask for it, leave this mail alone.
`,
      };
}

/** To the address there is: it agrees, or says no. */
export function oldAddressMail(to: To, next: string, publicUrl: string, token: string): Mail {
  const link = linkOf(publicUrl, token);
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "accounts.old_address",
        subject: "Alamat Kaunter anda akan ditukar",
        text: `Salam ${to.name},

seseorang yang log masuk ke akaun anda mahu menukar alamatnya kepada ${next}.

Buka pautan ini untuk bersetuju atau menolak:

${link}

Pautan ini sah selama ${EMAIL_CHANGE_HOURS} jam. Tanpa persetujuan anda, tiada apa-apa yang berubah.

Jika bukan anda, tolak di sana dan tetapkan kata laluan baharu: ${publicUrl}/forgot-password
`,
      }
    : {
        to: to.email,
        kind: "accounts.old_address",
        subject: "Your Kaunter address is to be changed",
        text: `Hello ${to.name},

somebody who is signed in to your account wants to change its address to ${next}.

Open this link to agree or to refuse:

${link}

The link is valid for ${EMAIL_CHANGE_HOURS} hours. Without you nothing is changed.

If it was not you, refuse there and set a new password: ${publicUrl}/forgot-password
`,
      };
}

/** To somebody whose address another account wants: they learn it, whoever asked does not. */
export function takenAddressMail(to: To): Mail {
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "accounts.taken_address",
        subject: "Seseorang mahu menggunakan alamat anda",
        text: `Salam ${to.name},

seseorang mahu menukar alamat akaun Kaunternya kepada alamat ini, yang sudah ada akaun. Tiada apa-apa yang berubah, dan orang itu tidak diberitahu.

Jika anda ada dua akaun dan mahu alamat ini untuk yang satu lagi, tukar dahulu alamat akaun ini.
`,
      }
    : {
        to: to.email,
        kind: "accounts.taken_address",
        subject: "Somebody wants to use your address",
        text: `Hello ${to.name},

somebody wants to change the address of their Kaunter account to this one, which has an account already. Nothing was changed, and they were not told.

If you have two accounts and want this address for the other one, change the address of this one first.
`,
      };
}

/** To both, once it is done. */
export function addressChangedMail(to: To, next: string, publicUrl: string): Mail {
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "accounts.address_changed",
        subject: "Alamat Kaunter anda telah ditukar",
        text: `Salam ${to.name},

mulai sekarang anda log masuk ke Kaunter dengan ${next}. Kata laluan anda kekal.

Log masuk: ${publicUrl}/sign-in
`,
      }
    : {
        to: to.email,
        kind: "accounts.address_changed",
        subject: "Your Kaunter address was changed",
        text: `Hello ${to.name},

from now on you sign in to Kaunter with ${next}. Your password stays as it is.

Sign in: ${publicUrl}/sign-in
`,
      };
}
