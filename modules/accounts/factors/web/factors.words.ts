import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

reasons(
  words("accounts.factors.reasons", {
    en: {
      "code.wrong": "This code is not right. It may be the one before: look again.",
      "code.used": "This code was used already. Wait for the next one.",
      "accounts.ticket.not_valid": "This took too long. Sign in once more from the beginning.",
      "accounts.factor.not_begun":
        "This QR code is too old or was replaced. Begin again with a new one.",
      "accounts.factor.not_on": "Two-step verification is not on.",
      "accounts.factor.is_required":
        "Your company requires it of your role. You can move it to another app.",
      "accounts.factor.required":
        "Your company requires two-step verification of your role. Set it up to go on.",
    },
    ms: {
      "code.wrong": "Kod ini tidak betul. Mungkin itu kod sebelumnya: lihat sekali lagi.",
      "code.used": "Kod ini sudah digunakan. Tunggu kod yang berikutnya.",
      "accounts.ticket.not_valid": "Terlalu lama. Log masuk sekali lagi dari mula.",
      "accounts.factor.not_begun":
        "Kod QR ini terlalu lama atau sudah diganti. Mula semula dengan yang baharu.",
      "accounts.factor.not_on": "Pengesahan dua langkah tidak dihidupkan.",
      "accounts.factor.is_required":
        "Syarikat anda mewajibkannya bagi peranan anda. Anda boleh memindahkannya ke aplikasi lain.",
      "accounts.factor.required":
        "Syarikat anda mewajibkan pengesahan dua langkah bagi peranan anda. Sediakannya untuk meneruskan.",
    },
  }),
);

export const factorWords = words("accounts.factors", { en: {}, ms: {} });
