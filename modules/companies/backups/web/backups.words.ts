import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const backupWords = words("companies.backups", {
  en: {
    settings: "Settings",
    backups: "Backups",
    text: "Everything your company keeps is copied once a day, sealed with a key of your company's own. Each copy is then restored into an empty database and compared with the original, table by table. 7 daily, 4 weekly and 3 monthly copies are kept, none longer than 90 days.",
    proven:
      "The newest proven backup is of {{when}}: restored in {{seconds}} s, all {{tables}} tables with {{rows}} rows equal.",
    notProven:
      "The newest backup could not be restored as it was. Whoever operates this house has been told in its log; make another one now.",
    next: "The next one comes by itself: {{when}}",
    make: "Back up now",
    begun: "A backup is being made",
    none: "No backup yet. The first is made an hour after a company begins.",
    when: "Taken",
    daily: "Daily",
    askedBy: "Asked for by {{name}}",
    rows: "Rows",
    size: "Size",
    state: "Proof",
    "state.asked": "Begins in a moment",
    "state.making": "Being made, {{percent}}%",
    "state.failed": "Could not be made",
    "state.gone": "Past its time and gone",
    "state.unproven": "Being restored to prove it",
    "state.equal": "Restored and equal",
    "state.different": { one: "1 table differs", other: "{{count}} tables differ" },
    "state.unreadable": "Cannot be restored",
    until: "until {{when}} at the latest",
  },
  ms: {
    settings: "Tetapan",
    backups: "Sandaran",
    text: "Semua yang disimpan oleh syarikat anda disalin sekali sehari, dimeterai dengan kunci syarikat anda sendiri. Setiap salinan kemudian dipulihkan ke dalam pangkalan data kosong dan dibandingkan dengan yang asal, jadual demi jadual. 7 salinan harian, 4 mingguan dan 3 bulanan disimpan, tiada yang melebihi 90 hari.",
    proven:
      "Sandaran terbaharu yang terbukti ialah pada {{when}}: dipulihkan dalam {{seconds}} s, kesemua {{tables}} jadual dengan {{rows}} baris adalah sama.",
    notProven:
      "Sandaran terbaharu tidak dapat dipulihkan seperti asal. Pengendali rumah ini telah diberitahu dalam lognya; buat satu lagi sekarang.",
    next: "Yang berikutnya dibuat sendiri: {{when}}",
    make: "Buat sandaran sekarang",
    begun: "Sandaran sedang dibuat",
    none: "Belum ada sandaran. Yang pertama dibuat sejam selepas syarikat bermula.",
    when: "Diambil",
    daily: "Harian",
    askedBy: "Diminta oleh {{name}}",
    rows: "Baris",
    size: "Saiz",
    state: "Bukti",
    "state.asked": "Bermula sebentar lagi",
    "state.making": "Sedang dibuat, {{percent}}%",
    "state.failed": "Tidak dapat dibuat",
    "state.gone": "Tamat tempoh dan sudah tiada",
    "state.unproven": "Sedang dipulihkan sebagai bukti",
    "state.equal": "Dipulihkan dan sama",
    "state.different": { one: "1 jadual berbeza", other: "{{count}} jadual berbeza" },
    "state.unreadable": "Tidak dapat dipulihkan",
    until: "selewat-lewatnya hingga {{when}}",
  },
});

reasons(
  words("companies.backups.reasons", {
    en: {
      "companies.backup.already_asked": "A backup is being made already.",
      "companies.backup.not_found": "There is no such backup.",
    },
    ms: {
      "companies.backup.already_asked": "Sandaran sedang dibuat.",
      "companies.backup.not_found": "Sandaran itu tiada.",
    },
  }),
);
