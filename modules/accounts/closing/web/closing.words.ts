import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const closingWords = reasons(
  words("accounts.closing", {
    en: {
      title: "Close your account",
      text: "A closed account opens nothing any more. For 30 days you can open it again by signing in; then it is deleted with your name, address, password and sessions. What you did in a company stays in its audit log.",
      close: "Close the account",
      closeTitle: "Close your account?",
      closeDo: "Delete it in 30 days",
      atOnce:
        "At once your other sessions and your API keys end, and you can work in no company any more.",
      typeEmail: "To be sure, type your e-mail address: {{email}}",
      lastOf:
        "You are the only Admin of {{companies}}. Make somebody else Admin there, or cancel the company, first.",
      closedTitle: "Your account is closed",
      closedText:
        "It is deleted on {{when}}. Until then you can open it again, and all is as it was.",
      reopen: "Open it again",
      signOut: "Sign out",
      "accounts.account.closed": "This account was closed. It can be opened again by signing in.",
      "accounts.closing.closed_already": "The account is closed already.",
      "accounts.closing.last_admin": "You are the only Admin of a company that goes on.",
      "accounts.closing.not_closed": "The account is open.",
      "accounts.closing.other_email": "This is not the account’s address.",
      "accounts.closing.too_late": "Its 30 days are over.",
    },
    ms: {
      title: "Tutup akaun anda",
      text: "Akaun yang ditutup tidak membuka apa-apa lagi. Selama 30 hari anda boleh membukanya semula dengan log masuk; kemudian ia dipadam bersama nama, alamat, kata laluan dan sesi anda. Apa yang anda buat di sebuah syarikat kekal dalam log auditnya.",
      close: "Tutup akaun",
      closeTitle: "Tutup akaun anda?",
      closeDo: "Padam dalam 30 hari",
      atOnce:
        "Serta-merta sesi lain dan kunci API anda tamat, dan anda tidak boleh bekerja di mana-mana syarikat lagi.",
      typeEmail: "Untuk memastikan, taip alamat e-mel anda: {{email}}",
      lastOf:
        "Anda satu-satunya Admin {{companies}}. Jadikan orang lain Admin di sana, atau batalkan syarikat itu, dahulu.",
      closedTitle: "Akaun anda ditutup",
      closedText:
        "Ia dipadam pada {{when}}. Sehingga itu anda boleh membukanya semula, dan semuanya seperti sebelumnya.",
      reopen: "Buka semula",
      signOut: "Log keluar",
      "accounts.account.closed":
        "Akaun ini telah ditutup. Ia boleh dibuka semula dengan log masuk.",
      "accounts.closing.closed_already": "Akaun sudah ditutup.",
      "accounts.closing.last_admin": "Anda satu-satunya Admin sebuah syarikat yang masih berjalan.",
      "accounts.closing.not_closed": "Akaun ini terbuka.",
      "accounts.closing.other_email": "Ini bukan alamat akaun ini.",
      "accounts.closing.too_late": "30 harinya sudah tamat.",
    },
  }),
);
