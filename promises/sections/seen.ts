import { kept, notYet, type Section } from "../entry.ts";

export const seen: Section = {
  key: "seen",
  title: { en: "Who else sees it", ms: "Siapa lagi yang melihatnya" },
  entries: [
    kept({
      id: "P28",
      title: { en: "Never sold or rented", ms: "Tidak pernah dijual atau disewakan" },
      says: {
        en: "Your data is never sold or rented. It is shared only with declared processors, when the law demands it, or if the business changes hands, and then you are told first.",
        ms: "Data anda tidak pernah dijual atau disewakan. Ia hanya dikongsi dengan pemproses yang diisytiharkan, apabila undang-undang menuntut, atau jika perniagaan bertukar tangan, dan anda diberitahu dahulu.",
      },
      enforcedBy: {
        symbols: ["platform/egress/egress.ts#watchEgress"],
        how: {
          en: "The program connects to its database, its mail server and what else its settings name: a store for backups, and Stripe where the service is paid for. To nobody else.",
          ms: "Program menyambung ke pangkalan data, pelayan melnya dan apa yang dinamakan dalam tetapannya: stor sandaran, dan Stripe jika perkhidmatan ini berbayar. Tidak ke mana-mana lagi.",
        },
      },
      tests: [
        "platform/egress/egress.test.ts: a connection to a host that nobody declared is turned back before it is made, and counted",
      ],
      probes: ["egress"],
      duty: {
        en: "What people do with the data is bound by the operator's word, not by the program.",
        ms: "Apa yang dibuat oleh orang dengan data terikat pada kata pengendali, bukan pada program.",
      },
    }),
    notYet(
      "P29",
      { en: "No personal data to AI", ms: "Tiada data peribadi kepada AI" },
      {
        en: "Providers of AI get summed up or anonymised figures only, never personal data; and you can see every byte that was sent.",
        ms: "Penyedia AI hanya menerima angka terkumpul atau tanpa nama, tidak pernah data peribadi; dan anda boleh melihat setiap bait yang dihantar.",
      },
    ),
    kept({
      id: "P30",
      title: { en: "Payments are Stripe's alone", ms: "Bayaran diurus oleh Stripe sahaja" },
      says: {
        en: "What you pay us goes through Stripe. Card numbers never reach our database.",
        ms: "Bayaran anda kepada kami melalui Stripe. Nombor kad tidak pernah sampai ke pangkalan data kami.",
      },
      enforcedBy: {
        symbols: [
          "modules/billing/billing/billing.actions.ts#subscribe",
          "platform/privacy/cards.rules.ts#withoutCardsIn",
        ],
        how: {
          en: "You pay on Stripe's own page; we keep which plan it is, what it costs and whether it is paid. What looks like a card number is masked wherever it is typed, comes in a file or from a store.",
          ms: "Anda membayar di halaman Stripe sendiri; kami hanya menyimpan pelannya, harganya dan sama ada ia sudah dibayar. Apa yang kelihatan seperti nombor kad ditopengkan di mana sahaja ia ditaip, datang dalam fail atau dari kedai.",
        },
      },
      tests: [
        "tests/cards.test.ts: a card's number that is typed into a form, at sign-up too, or comes in a file, is in no column of any table",
        "platform/privacy/cards.rules.test.ts: any card, in any field and any text around it, is masked",
        "platform/privacy/cards.rules.test.ts: of a hundred thousand ordinary numbers of sellers at most one in a thousand is taken for a card",
        "modules/billing/stripe/events.test.ts: an event is believed if it is signed over these bytes within five minutes, is kept once, and without a key nobody hears it",
      ],
      probes: ["cards"],
    }),
    notYet(
      "P31",
      { en: "WhatsApp through Meta's own door", ms: "WhatsApp melalui pintu rasmi Meta" },
      {
        en: "WhatsApp campaigns go through the WhatsApp Business API, under Meta's terms.",
        ms: "Kempen WhatsApp melalui WhatsApp Business API, di bawah terma Meta.",
      },
    ),
    kept({
      id: "P32",
      title: { en: "One cookie, no tracking", ms: "Satu kuki, tiada penjejakan" },
      says: {
        en: "We set one cookie, which keeps you signed in. There is no tracking, no advertising and no other company's code on our pages.",
        ms: "Kami menetapkan satu kuki yang mengekalkan log masuk anda. Tiada penjejakan, tiada iklan dan tiada kod syarikat lain di halaman kami.",
      },
      enforcedBy: {
        symbols: ["platform/auth/cookies.ts#sessionCookieFor"],
        how: {
          en: "No script can read the cookie and no other site can send it; pages load from us alone.",
          ms: "Tiada skrip boleh membaca kuki itu dan tiada laman lain boleh menghantarnya; halaman dimuatkan daripada kami sahaja.",
        },
      },
      tests: [
        "modules/accounts/accounts/sessions.test.ts: a session is a signed token in a cookie that no script reads and no other site sends",
      ],
      probes: ["pages"],
    }),
  ],
};
