import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const reminderWords = words("finance.reminders", {
  en: {
    settings: "Settings",
    title: "Reminders",
    text: "Customers who owe are reminded by mail at eight in the morning, with the invoice attached. Each step leaves once, and none once they have paid.",
    isActive: "Remind by itself",
    days: "When",
    language: "Language of who was never written to",
    "language.en": "English",
    "language.ms": "Bahasa Melayu",
    before: { one: "1 day before it is due", other: "{{count}} days before it is due" },
    onDay: "On the day it is due",
    after: { one: "1 day after", other: "{{count}} days after" },
    since: "Switched on {{day}}: what was due to be reminded of before is left to you.",
    save: "Save",
    saved: "Reminders saved",
  },
  ms: {
    settings: "Tetapan",
    title: "Peringatan",
    text: "Pelanggan yang berhutang diingatkan melalui e-mel pada pukul lapan pagi, dengan invois dilampirkan. Setiap peringatan dihantar sekali sahaja, dan tidak lagi selepas mereka membayar.",
    isActive: "Ingatkan secara automatik",
    days: "Bila",
    language: "Bahasa bagi yang belum pernah dihubungi",
    "language.en": "English",
    "language.ms": "Bahasa Melayu",
    before: {
      one: "1 hari sebelum tarikh bayaran",
      other: "{{count}} hari sebelum tarikh bayaran",
    },
    onDay: "Pada tarikh bayaran",
    after: { one: "1 hari selepas", other: "{{count}} hari selepas" },
    since:
      "Dihidupkan {{day}}: peringatan yang sepatutnya dibuat sebelum itu terserah kepada anda.",
    save: "Simpan",
    saved: "Peringatan disimpan",
  },
});

reasons(
  words("finance.reminders.reasons", {
    en: { "finance.reminder.no_days": "Choose at least one day." },
    ms: { "finance.reminder.no_days": "Pilih sekurang-kurangnya satu hari." },
  }),
);
