import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const factorWords = words("accounts.factors", {
  en: {
    title: "Two-step verification",
    offText:
      "Besides your password, signing in asks for a code from an app on your phone. A stolen password alone then opens nothing.",
    on: "On since {{date}}",
    off: "Off",
    codesLeft: {
      one: "1 recovery code left",
      other: "{{count}} recovery codes left",
    },
    setUp: "Set up",
    move: "Move to another app",
    renew: "New recovery codes",
    switchOff: "Switch off",
    switchOffTitle: "Switch off two-step verification?",
    switchOffText:
      "Your password alone then opens your account. Recovery codes are gone, and your other sessions end.",
    switchedOff: "Two-step verification switched off; other sessions have ended",
    renewTitle: "Make new recovery codes?",
    renewText: "The ones you have kept until now open nothing any more.",
    isRequired: "Your company requires it of your role.",
    scanTitle: "Scan with your authenticator app",
    scanText:
      "Any app for one-time codes does: Aegis, 2FAS, Google or Microsoft Authenticator, your password manager.",
    qr: "QR code for your authenticator app",
    byHand: "Cannot scan? Type this key into the app:",
    key: "Key",
    code: "Code from the app",
    codeHelp: "Six digits that change every 30 seconds",
    turnOn: "Switch on",
    othersEnd: "Your sessions on other devices end.",
    codesTitle: "Keep your recovery codes",
    codesText:
      "Each opens your account once when your phone is not at hand. They are shown only now: keep them where the phone is not.",
    codes: "Recovery codes",
    download: "Download",
    print: "Print",
    kept: "I have kept them",
    fileHead: "Kaunter recovery codes of {{email}}. Each works once.",
    secondTitle: "One more step",
    secondText: "Open your authenticator app and type the code it shows for Kaunter.",
    recoveryTitle: "Use a recovery code",
    recoveryText: "One of the ten that you kept when you set up two-step verification.",
    recoveryCode: "Recovery code",
    useRecovery: "No phone at hand? Use a recovery code",
    useApp: "Use the app instead",
    startOver: "Start over",
    signIn: "Sign in",
    needTitle: "Set up two-step verification to go on",
    needText:
      "{{company}} requires it of your role. It takes two minutes and a phone; afterwards everything is where you left it.",
    signOut: "Sign out",
    rulesTitle: "Who needs two-step verification",
    rulesText:
      "Members of these roles can do nothing else until they have set it up. It holds from their next click.",
    rulesSave: "Save",
    rulesSaved: "Sign-in rules saved",
    without: {
      one: "1 member has none yet",
      other: "{{count}} members have none yet",
    },
    noneOfRole: "Nobody is without it",
  },
  ms: {
    title: "Pengesahan dua langkah",
    offText:
      "Selain kata laluan, log masuk meminta kod daripada aplikasi di telefon anda. Kata laluan yang dicuri sahaja tidak membuka apa-apa.",
    on: "Hidup sejak {{date}}",
    off: "Tidak hidup",
    codesLeft: {
      one: "Tinggal 1 kod pemulihan",
      other: "Tinggal {{count}} kod pemulihan",
    },
    setUp: "Sediakan",
    move: "Pindah ke aplikasi lain",
    renew: "Kod pemulihan baharu",
    switchOff: "Matikan",
    switchOffTitle: "Matikan pengesahan dua langkah?",
    switchOffText:
      "Selepas itu kata laluan sahaja sudah membuka akaun anda. Kod pemulihan hilang, dan sesi anda yang lain tamat.",
    switchedOff: "Pengesahan dua langkah dimatikan; sesi lain telah tamat",
    renewTitle: "Buat kod pemulihan baharu?",
    renewText: "Kod yang anda simpan selama ini tidak lagi membuka apa-apa.",
    isRequired: "Syarikat anda mewajibkannya bagi peranan anda.",
    scanTitle: "Imbas dengan aplikasi pengesah anda",
    scanText:
      "Mana-mana aplikasi kod sekali guna boleh: Aegis, 2FAS, Google atau Microsoft Authenticator, pengurus kata laluan anda.",
    qr: "Kod QR untuk aplikasi pengesah anda",
    byHand: "Tidak dapat mengimbas? Taip kunci ini dalam aplikasi:",
    key: "Kunci",
    code: "Kod daripada aplikasi",
    codeHelp: "Enam angka yang berubah setiap 30 saat",
    turnOn: "Hidupkan",
    othersEnd: "Sesi anda di peranti lain akan tamat.",
    codesTitle: "Simpan kod pemulihan anda",
    codesText:
      "Setiap satu membuka akaun anda sekali apabila telefon tiada di tangan. Ia hanya ditunjukkan sekarang: simpan berasingan daripada telefon.",
    codes: "Kod pemulihan",
    download: "Muat turun",
    print: "Cetak",
    kept: "Saya sudah menyimpannya",
    fileHead: "Kod pemulihan Kaunter bagi {{email}}. Setiap satu boleh digunakan sekali.",
    secondTitle: "Satu langkah lagi",
    secondText: "Buka aplikasi pengesah anda dan taip kod yang ditunjukkannya untuk Kaunter.",
    recoveryTitle: "Guna kod pemulihan",
    recoveryText:
      "Satu daripada sepuluh yang anda simpan semasa menyediakan pengesahan dua langkah.",
    recoveryCode: "Kod pemulihan",
    useRecovery: "Telefon tiada di tangan? Guna kod pemulihan",
    useApp: "Guna aplikasi",
    startOver: "Mula semula",
    signIn: "Log masuk",
    needTitle: "Sediakan pengesahan dua langkah untuk meneruskan",
    needText:
      "{{company}} mewajibkannya bagi peranan anda. Ia mengambil dua minit dan sebuah telefon; selepas itu semuanya ada seperti anda tinggalkan.",
    signOut: "Log keluar",
    rulesTitle: "Siapa perlu pengesahan dua langkah",
    rulesText:
      "Ahli dengan peranan ini tidak dapat berbuat apa-apa sehingga mereka menyediakannya. Ia berkuat kuasa dari klik mereka yang berikutnya.",
    rulesSave: "Simpan",
    rulesSaved: "Peraturan log masuk disimpan",
    without: {
      one: "1 ahli belum ada",
      other: "{{count}} ahli belum ada",
    },
    noneOfRole: "Tiada sesiapa yang belum ada",
  },
});

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
