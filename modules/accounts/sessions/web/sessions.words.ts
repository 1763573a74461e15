import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const sessionWords = words("accounts.sessions", {
  en: {
    confirmTitle: "Confirm it is you",
    confirmText: "This matters, so we ask for your password again. It holds for five minutes.",
    password: "Password",
    confirm: "Confirm",
    confirmTextCode:
      "This matters, so we ask for your password and a code again. It holds for five minutes.",
    code: "Code from the app, or a recovery code",
    title: "Where you are signed in",
    text: "Each sign-in lasts eight hours. End what you do not know, and change your password.",
    device: "{{browser}} on {{system}}",
    unknownDevice: "Unknown device",
    unknownPlace: "Place not known",
    isThis: "This session",
    lastUsed: "Last used {{when}}",
    end: "End",
    endOf: "End the session of {{device}}",
    ended: "Session ended",
    endOthers: { one: "End the other session", other: "End {{count}} other sessions" },
    endOthersTitle: "End all other sessions?",
    endOthersText: "Whoever uses them has to sign in again. This one goes on.",
    endedOthers: "All other sessions ended",
    source:
      "The country is where a network is registered, looked up on this server. The address is the network’s.",
  },
  ms: {
    confirmTitle: "Sahkan ini memang anda",
    confirmText:
      "Perkara ini penting, jadi kami minta kata laluan sekali lagi. Ia berkuat kuasa lima minit.",
    password: "Kata laluan",
    confirm: "Sahkan",
    confirmTextCode:
      "Perkara ini penting, jadi kami minta kata laluan dan satu kod sekali lagi. Ia berkuat kuasa lima minit.",
    code: "Kod daripada aplikasi, atau kod pemulihan",
    title: "Di mana anda log masuk",
    text: "Setiap log masuk bertahan lapan jam. Tamatkan yang tidak anda kenali, dan tukar kata laluan.",
    device: "{{browser}} di {{system}}",
    unknownDevice: "Peranti tidak dikenali",
    unknownPlace: "Tempat tidak diketahui",
    isThis: "Sesi ini",
    lastUsed: "Terakhir digunakan {{when}}",
    end: "Tamatkan",
    endOf: "Tamatkan sesi {{device}}",
    ended: "Sesi ditamatkan",
    endOthers: { one: "Tamatkan sesi yang lain", other: "Tamatkan {{count}} sesi lain" },
    endOthersTitle: "Tamatkan semua sesi lain?",
    endOthersText: "Sesiapa yang menggunakannya perlu log masuk semula. Sesi ini diteruskan.",
    endedOthers: "Semua sesi lain ditamatkan",
    source:
      "Negara ialah tempat rangkaian didaftarkan, dicari pada pelayan ini. Alamat itu alamat rangkaian.",
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
