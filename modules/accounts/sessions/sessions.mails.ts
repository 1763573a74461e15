import type { Mail } from "#platform/mail/mail.ts";

type To = { readonly email: string; readonly name: string; readonly locale: "en" | "ms" };
type From = {
  readonly device: string;
  readonly place: string;
  readonly at: string;
};

/** Somebody signed in from what the account was never signed in from. */
export function newDeviceMail(to: To, { device, place, at }: From, publicUrl: string): Mail {
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "accounts.new_device",
        subject: "Log masuk baharu ke akaun Kaunter anda",
        text: `Salam ${to.name},

seseorang baru sahaja log masuk ke akaun anda dari peranti atau tempat yang baharu:

Peranti: ${device === "" ? "tidak dikenali" : device}
Dari: ${place}
Masa: ${at}

Jika itu anda, tiada apa-apa yang perlu dibuat.

Jika bukan anda, tetapkan kata laluan baharu sekarang; ia menamatkan semua sesi: ${publicUrl}/forgot-password
`,
      }
    : {
        to: to.email,
        kind: "accounts.new_device",
        subject: "A new sign-in to your Kaunter account",
        text: `Hello ${to.name},

somebody just signed in to your account from a new device or place:

Device: ${device === "" ? "unknown" : device}
From: ${place}
Time: ${at}

If it was you, there is nothing to do.

If it was not you, set a new password now; that ends every session: ${publicUrl}/forgot-password
`,
      };
}
