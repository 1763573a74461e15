import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const invitationWords = words("companies.invitation", {
  en: {
    looking: "Your invitation",
    title: "{{inviter}} invites you to {{company}}",
    text: "As {{role}}. The invitation is for {{email}}, until {{until}}.",
    accept: "Accept",
    acceptAs: "Accept as {{email}}",
    refuse: "Refuse",
    signIn: "Sign in and accept",
    signInText: "{{email}} has an account. Sign in with it, and you are back here.",
    otherText:
      "You are signed in as {{other}}. The invitation is for {{email}} and can be accepted with that address only.",
    signOut: "Sign out and go on",
    newText: "The link proves your address. Choose a name and a password, and you are in.",
    name: "Your name",
    password: "Password",
    passwordHelp: "At least 12 letters or signs. A sentence of your own is good.",
    agree: "I am 18 or older and accept the {{terms}}",
    terms: "terms",
    join: "Join {{company}}",
    refuseTitle: "Refuse the invitation?",
    refuseText: "{{inviter}} is told by mail. If you like, say why.",
    answer: "What {{inviter}} should know",
    refuseDo: "Refuse",
    refusedTitle: "You refused the invitation",
    refusedText: "{{inviter}} was told. You can close this page.",
    "expired.title": "This invitation has expired",
    "expired.text": "It was valid for seven days. Ask {{inviter}} to send it again.",
    "accepted.title": "This invitation was accepted already",
    "accepted.text": "A link works once. Sign in, and you find {{company}} among your companies.",
    "refused.title": "This invitation was refused",
    "refused.text": "If you changed your mind, ask {{inviter}} to invite you again.",
    "revoked.title": "This invitation was taken back",
    "revoked.text": "Ask {{inviter}} whether it was meant so.",
    notValidTitle: "This link opens nothing",
    notValidText:
      "It is mistyped or cut off, or a newer mail has taken its place. Open the link of the newest mail.",
    noTokenText: "Open this page by the link of the mail that invites you.",
    goSignIn: "Sign in",
  },
  ms: {
    looking: "Jemputan anda",
    title: "{{inviter}} menjemput anda ke {{company}}",
    text: "Sebagai {{role}}. Jemputan ini untuk {{email}}, sehingga {{until}}.",
    accept: "Terima",
    acceptAs: "Terima sebagai {{email}}",
    refuse: "Tolak",
    signIn: "Log masuk dan terima",
    signInText: "{{email}} sudah ada akaun. Log masuk dengannya, dan anda kembali ke sini.",
    otherText:
      "Anda log masuk sebagai {{other}}. Jemputan ini untuk {{email}} dan hanya boleh diterima dengan alamat itu.",
    signOut: "Log keluar dan teruskan",
    newText:
      "Pautan ini membuktikan alamat anda. Pilih nama dan kata laluan, dan anda terus masuk.",
    name: "Nama anda",
    password: "Kata laluan",
    passwordHelp: "Sekurang-kurangnya 12 huruf atau tanda. Ayat anda sendiri memang baik.",
    agree: "Saya berumur 18 tahun ke atas dan menerima {{terms}}",
    terms: "terma",
    join: "Sertai {{company}}",
    refuseTitle: "Tolak jemputan ini?",
    refuseText: "{{inviter}} akan diberitahu melalui mel. Jika mahu, nyatakan sebabnya.",
    answer: "Apa yang {{inviter}} patut tahu",
    refuseDo: "Tolak",
    refusedTitle: "Anda telah menolak jemputan",
    refusedText: "{{inviter}} telah diberitahu. Anda boleh menutup halaman ini.",
    "expired.title": "Jemputan ini telah tamat tempoh",
    "expired.text": "Ia sah selama tujuh hari. Minta {{inviter}} menghantarnya semula.",
    "accepted.title": "Jemputan ini sudah diterima",
    "accepted.text":
      "Pautan hanya berfungsi sekali. Log masuk, dan {{company}} ada antara syarikat anda.",
    "refused.title": "Jemputan ini telah ditolak",
    "refused.text": "Jika anda berubah fikiran, minta {{inviter}} menjemput anda semula.",
    "revoked.title": "Jemputan ini telah ditarik balik",
    "revoked.text": "Tanya {{inviter}} sama ada itu memang maksudnya.",
    notValidTitle: "Pautan ini tidak membuka apa-apa",
    notValidText:
      "Ia tersalah taip atau terpotong, atau mel yang lebih baharu telah menggantikannya. Buka pautan dalam mel terbaharu.",
    noTokenText: "Buka halaman ini melalui pautan dalam mel yang menjemput anda.",
    goSignIn: "Log masuk",
  },
});

reasons(
  words("companies.invitation.reasons", {
    en: {
      "companies.invitation.not_valid": "This link opens nothing. Open that of the newest mail.",
      "companies.invitation.expired": "The invitation has expired. Ask for another one.",
      "companies.invitation.accepted": "The invitation was accepted already.",
      "companies.invitation.refused": "The invitation was refused.",
      "companies.invitation.revoked": "The invitation was taken back.",
      "companies.invitation.other_address":
        "The invitation is for another address than the one you are signed in with.",
      "companies.invitation.already_member": "You belong to this company already.",
      "accounts.account.exists": "The address has an account. Sign in with it to accept.",
    },
    ms: {
      "companies.invitation.not_valid":
        "Pautan ini tidak membuka apa-apa. Buka yang ada dalam mel terbaharu.",
      "companies.invitation.expired": "Jemputan telah tamat tempoh. Minta yang baharu.",
      "companies.invitation.accepted": "Jemputan ini sudah diterima.",
      "companies.invitation.refused": "Jemputan ini telah ditolak.",
      "companies.invitation.revoked": "Jemputan ini telah ditarik balik.",
      "companies.invitation.other_address":
        "Jemputan ini untuk alamat lain, bukan alamat yang anda gunakan untuk log masuk.",
      "companies.invitation.already_member": "Anda sudah menjadi ahli syarikat ini.",
      "accounts.account.exists": "Alamat ini sudah ada akaun. Log masuk dengannya untuk menerima.",
    },
  }),
);
