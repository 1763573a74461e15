import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const sessionWords = words("accounts.sessions", {
  en: {
    confirmTitle: "Confirm it is you",
    confirmText: "This matters, so we ask for your password again. It holds for five minutes.",
    password: "Password",
    confirm: "Confirm",
  },
  ms: {
    confirmTitle: "Sahkan ini memang anda",
    confirmText:
      "Perkara ini penting, jadi kami minta kata laluan sekali lagi. Ia berkuat kuasa lima minit.",
    password: "Kata laluan",
    confirm: "Sahkan",
  },
});

reasons(
  words("accounts.sessions.reasons", {
    en: {
      "accounts.session.stale": "This was not done: it needs your password, and it was not given.",
    },
    ms: {
      "accounts.session.stale":
        "Ini tidak dilakukan: ia memerlukan kata laluan anda, dan itu tidak diberi.",
    },
  }),
);
