import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const takeoutWords = words("companies.takeouts", {
  en: {
    settings: "Settings",
    takeouts: "Data export",
    text: "Everything your company has, in one file that needs no Kaunter: to keep, to look through, or to take elsewhere.",
    sql: "SQL for any PostgreSQL from version 15 on: tables, rows and keys",
    csv: "CSV, one file a table, with a dictionary of every column",
    excel: "Excel, one workbook a table",
    sums: "A manifest, and a checksum for every file with a script that checks them",
    without:
      "What your stores sent is in it in the clear. Secrets that open something else, such as a store's signing secret, are not.",
    make: "Export everything",
    asked: "Asked for",
    state: "State",
    rows: "Rows",
    size: "Size",
    actions: "Actions",
    fetch: "Download",
    "state.asked": "Begins in a moment",
    "state.making": "Being packed, {{percent}}%",
    "state.done": "Ready",
    "state.failed": "Could not be packed",
    "state.gone": "Gone after a day",
    until: "until {{when}}",
  },
  ms: {
    settings: "Tetapan",
    takeouts: "Eksport data",
    text: "Semua yang dimiliki syarikat anda, dalam satu fail yang tidak memerlukan Kaunter: untuk disimpan, diteliti, atau dibawa ke tempat lain.",
    sql: "SQL untuk mana-mana PostgreSQL dari versi 15: jadual, baris dan kunci",
    csv: "CSV, satu fail bagi setiap jadual, dengan kamus setiap lajur",
    excel: "Excel, satu buku kerja bagi setiap jadual",
    sums: "Manifes, dan hasil semak setiap fail dengan skrip yang menyemaknya",
    without:
      "Apa yang dihantar oleh kedai anda ada di dalamnya secara terbuka. Rahsia yang membuka perkara lain, seperti rahsia tandatangan kedai, tiada.",
    make: "Eksport semuanya",
    asked: "Diminta",
    state: "Keadaan",
    rows: "Baris",
    size: "Saiz",
    actions: "Tindakan",
    fetch: "Muat turun",
    "state.asked": "Bermula sebentar lagi",
    "state.making": "Sedang dibungkus, {{percent}}%",
    "state.done": "Sedia",
    "state.failed": "Tidak dapat dibungkus",
    "state.gone": "Tiada lagi selepas sehari",
    until: "hingga {{when}}",
  },
});

reasons(
  words("companies.takeouts.reasons", {
    en: {
      "companies.takeout.under_way": "An export is being packed already.",
      "companies.takeout.not_ready": "It is not ready.",
      "companies.takeout.gone": "It was kept for a day, and is gone. Make a new one.",
      "companies.takeout.not_found": "There is no such export.",
    },
    ms: {
      "companies.takeout.under_way": "Satu eksport sedang dibungkus.",
      "companies.takeout.not_ready": "Ia belum sedia.",
      "companies.takeout.gone": "Ia disimpan sehari, dan sudah tiada. Buat yang baharu.",
      "companies.takeout.not_found": "Eksport itu tiada.",
    },
  }),
);
