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
          en: "The program connects to its database and its mail server, and to nobody else.",
          ms: "Program menyambung ke pangkalan data dan pelayan melnya, dan tidak ke mana-mana lagi.",
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
    notYet(
      "P30",
      { en: "Payments are Stripe's alone", ms: "Bayaran diurus oleh Stripe sahaja" },
      {
        en: "What you pay us goes through Stripe. Card numbers never reach our database.",
        ms: "Bayaran anda kepada kami melalui Stripe. Nombor kad tidak pernah sampai ke pangkalan data kami.",
      },
    ),
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
