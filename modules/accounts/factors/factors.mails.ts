import type { Mail } from "#platform/mail/mail.ts";

type To = { readonly email: string; readonly name: string; readonly locale: "en" | "ms" };

/** What became of the second step: its owner hears of each, for it may have been somebody else. */
export type FactorChange = "on" | "moved" | "off" | "codes_renewed";

const SUBJECT = {
  en: {
    on: "Two-step verification is on",
    moved: "Two-step verification has moved to another app",
    off: "Two-step verification is off",
    codes_renewed: "New recovery codes for your Kaunter account",
  },
  ms: {
    on: "Pengesahan dua langkah dihidupkan",
    moved: "Pengesahan dua langkah berpindah ke aplikasi lain",
    off: "Pengesahan dua langkah dimatikan",
    codes_renewed: "Kod pemulihan baharu untuk akaun Kaunter anda",
  },
} as const;

const SAID = {
  en: {
    on: "signing in to your account asks for a code of your app from now on. Other sessions have ended.",
    moved:
      "the codes of another app open your account from now on; those of the one before do not. Other sessions have ended.",
    off: "your password alone opens your account from now on. Other sessions have ended.",
    codes_renewed: "ten new recovery codes were made; the ones before open nothing any more.",
  },
  ms: {
    on: "mulai sekarang log masuk ke akaun anda meminta kod daripada aplikasi anda. Sesi lain telah tamat.",
    moved:
      "mulai sekarang kod aplikasi lain membuka akaun anda; kod aplikasi sebelumnya tidak lagi. Sesi lain telah tamat.",
    off: "mulai sekarang kata laluan sahaja membuka akaun anda. Sesi lain telah tamat.",
    codes_renewed:
      "sepuluh kod pemulihan baharu telah dibuat; kod sebelumnya tidak lagi membuka apa-apa.",
  },
} as const;

export const factorMail = (to: To, change: FactorChange, publicUrl: string): Mail => ({
  to: to.email,
  kind: "accounts.factor_changed",
  subject: SUBJECT[to.locale][change],
  text: textFor(to, SAID[to.locale][change], publicUrl),
});

/** Only this many are left, and whoever uses the last has none. */
export const recoveryUsedMail = (to: To, left: number, publicUrl: string): Mail =>
  to.locale === "ms"
    ? {
        to: to.email,
        kind: "accounts.recovery_code_used",
        subject: "Kod pemulihan telah digunakan",
        text: textFor(
          to,
          `satu kod pemulihan akaun anda baru sahaja digunakan. Tinggal ${left}. Yang baharu: ${publicUrl}/settings/security`,
          publicUrl,
        ),
      }
    : {
        to: to.email,
        kind: "accounts.recovery_code_used",
        subject: "A recovery code was used",
        text: textFor(
          to,
          `a recovery code of your account was just used. ${left} are left. New ones: ${publicUrl}/settings/security`,
          publicUrl,
        ),
      };

const textFor = ({ name, locale }: To, said: string, publicUrl: string): string =>
  locale === "ms"
    ? `Salam ${name},

${said}

Jika bukan anda, tetapkan kata laluan baharu sekarang; ia menamatkan semua sesi: ${publicUrl}/forgot-password
`
    : `Hello ${name},

${said}

If it was not you, set a new password now; that ends every session: ${publicUrl}/forgot-password
`;
