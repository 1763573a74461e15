import { kept, notYet, type Section } from "../entry.ts";

export const used: Section = {
  key: "used",
  title: { en: "What it is used for", ms: "Untuk apa ia digunakan" },
  entries: [
    notYet(
      "P06",
      { en: "Only for the work you give us", ms: "Hanya untuk kerja yang anda beri" },
      {
        en: "We use your data to manage your customers, take in what your stores send, show figures and reports, and send what you tell us to send.",
        ms: "Kami menggunakan data anda untuk mengurus pelanggan anda, menerima apa yang dihantar oleh kedai, menunjukkan angka dan laporan, serta menghantar apa yang anda suruh.",
      },
    ),
    kept({
      id: "P07",
      title: { en: "No advertising, no profiling", ms: "Tiada iklan, tiada pemprofilan" },
      says: {
        en: "Your business data serves the service and nothing else: no advertising, no profiles for others, and no connection to a host that is not declared.",
        ms: "Data perniagaan anda hanya untuk perkhidmatan ini: tiada iklan, tiada profil untuk pihak lain, dan tiada sambungan ke hos yang tidak diisytiharkan.",
      },
      enforcedBy: {
        symbols: ["platform/egress/egress.ts#watchEgress"],
        how: {
          en: "Every connection that leaves the program passes one place, which turns back whatever is not declared in the settings.",
          ms: "Setiap sambungan keluar melalui satu tempat, yang menolak apa sahaja yang tidak diisytiharkan dalam tetapan.",
        },
      },
      tests: [
        "platform/egress/egress.test.ts: a connection to a host that nobody declared is turned back before it is made, and counted",
      ],
      probes: ["egress"],
    }),
    notYet(
      "P08",
      { en: "Product news only if you want it", ms: "Berita produk hanya jika anda mahu" },
      {
        en: "We write to you about security, billing and maintenance. News about the product comes only to those who want it, and stops when they say so.",
        ms: "Kami menulis kepada anda tentang keselamatan, bil dan penyelenggaraan. Berita produk hanya untuk mereka yang mahu, dan berhenti apabila diminta.",
      },
    ),
    kept({
      id: "P09",
      title: { en: "Attacks are noticed", ms: "Serangan dikesan" },
      says: {
        en: "We watch for attacks and misuse, and tell your company's Admins within a minute of what we see.",
        ms: "Kami memerhati serangan dan penyalahgunaan, dan memberitahu Admin syarikat anda dalam masa seminit.",
      },
      enforcedBy: {
        symbols: ["modules/trust/alerts/alerts.ts#raiseAlerts"],
        how: {
          en: "What may be part of an attack is noted as it happens; every ten seconds fixed rules judge the notes.",
          ms: "Apa yang mungkin sebahagian daripada serangan dicatat pada saat itu juga; setiap sepuluh saat, peraturan tetap menilainya.",
        },
      },
      tests: [
        "modules/trust/alerts/attacks.test.ts: guessing a password through the door reaches the company's Admin and the operator within a minute",
        "modules/trust/alerts/alerts.rules.test.ts: of 300 normal days at most 1 in 100 raises an alert",
      ],
      probes: ["alarm"],
    }),
  ],
};
