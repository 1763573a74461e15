import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const backupWords = words("companies.backups", {
  en: {
    settings: "Settings",
    backups: "Backups",
    text: "Everything your company keeps is copied once a day, sealed with a key of your company's own. Each copy is then restored into an empty database and compared with the original, table by table; its books and its audit log are looked through. 7 daily, 4 weekly and 3 monthly copies are kept, none longer than 90 days.",
    proven:
      "The newest proven backup ({{when}}) was restored in {{seconds}} s: all {{tables}} tables with {{rows}} rows are equal.",
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
    findings: "Not in order within it, as in the original: {{what}}",
    until: "until {{when}} at the latest",
    actions: "Actions",
    lookBack: "Open beside today",
    return: "Return to this",
    returnTitle: "Return the whole company?",
    returnVerb: "Return the company",
    returnText:
      "Customers, orders, products, settings: everything becomes what it was then ({{when}}). What was entered or arrived since is put aside.",
    returnKept:
      "Everybody can work on until the change, which takes about a second. What is put aside is kept for 7 days, and can be had back whole. People whose data was erased stay erased.",
    typeName: "To be sure, type the company's name: {{name}}",
    returning: "The company is being returned",
    returned:
      "{{name}} returned the company to a backup ({{when}}). What was there before is kept until {{until}}.",
    takenBack:
      "{{name}} took the return back: all is as it was before ({{when}}). What was there in between is kept until {{until}}.",
    returnFailed:
      "The company could not be returned to that backup ({{when}}). Nothing was changed. Whoever operates this house finds the reason in its log.",
    takeBack: "Take it back",
  },
  ms: {
    settings: "Tetapan",
    backups: "Sandaran",
    text: "Semua yang disimpan oleh syarikat anda disalin sekali sehari, dimeterai dengan kunci syarikat anda sendiri. Setiap salinan kemudian dipulihkan ke dalam pangkalan data kosong dan dibandingkan dengan yang asal, jadual demi jadual; akaun dan log auditnya diperiksa. 7 salinan harian, 4 mingguan dan 3 bulanan disimpan, tiada yang melebihi 90 hari.",
    proven:
      "Sandaran terbaharu yang terbukti ({{when}}) dipulihkan dalam {{seconds}} s: kesemua {{tables}} jadual dengan {{rows}} baris adalah sama.",
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
    findings: "Tidak teratur di dalamnya, seperti asal: {{what}}",
    until: "selewat-lewatnya hingga {{when}}",
    actions: "Tindakan",
    lookBack: "Buka di sebelah hari ini",
    return: "Kembali ke sini",
    returnTitle: "Kembalikan seluruh syarikat?",
    returnVerb: "Kembalikan syarikat",
    returnText:
      "Pelanggan, pesanan, produk, tetapan: semuanya menjadi seperti pada ketika itu ({{when}}). Apa yang dimasukkan atau tiba sejak itu diketepikan.",
    returnKept:
      "Semua orang boleh terus bekerja sehingga pertukaran, yang mengambil masa kira-kira sesaat. Apa yang diketepikan disimpan selama 7 hari, dan boleh diperoleh semula sepenuhnya. Orang yang datanya telah dihapuskan kekal terhapus.",
    typeName: "Untuk kepastian, taip nama syarikat: {{name}}",
    returning: "Syarikat sedang dikembalikan",
    returned:
      "{{name}} mengembalikan syarikat kepada sandaran ({{when}}). Keadaan sebelumnya disimpan hingga {{until}}.",
    takenBack:
      "{{name}} menarik balik pengembalian: semuanya seperti sebelumnya ({{when}}). Keadaan di antaranya disimpan hingga {{until}}.",
    returnFailed:
      "Syarikat tidak dapat dikembalikan kepada sandaran itu ({{when}}). Tiada yang berubah. Pengendali rumah ini menemui sebabnya dalam log.",
    takeBack: "Tarik balik",
  },
});

reasons(
  words("companies.backups.reasons", {
    en: {
      "companies.backup.already_asked": "A backup is being made already.",
      "companies.backup.not_found": "There is no such backup.",
      "companies.backup.not_there": "This backup is not there any more.",
      "companies.backup.not_proven_yet": "This backup is still being restored to prove it.",
      "companies.backup.not_equal": "This backup did not come back as it was.",
      "companies.return.under_way": "The company is being returned right now.",
      "companies.return.other_name": "This is not the company's name.",
      "companies.return.nothing_kept": "Nothing was changed, so there is nothing to take back.",
      "companies.return.taken_back": "It was taken back already.",
      "companies.return.too_late": "What was before the return was kept for a week, and is gone.",
      "companies.return.overtaken": "Another return came after this one.",
    },
    ms: {
      "companies.backup.already_asked": "Sandaran sedang dibuat.",
      "companies.backup.not_found": "Sandaran itu tiada.",
      "companies.backup.not_there": "Sandaran ini sudah tiada.",
      "companies.backup.not_proven_yet": "Sandaran ini masih dipulihkan sebagai bukti.",
      "companies.backup.not_equal": "Sandaran ini tidak pulih seperti asal.",
      "companies.return.under_way": "Syarikat sedang dikembalikan sekarang.",
      "companies.return.other_name": "Ini bukan nama syarikat.",
      "companies.return.nothing_kept": "Tiada yang berubah, jadi tiada yang perlu ditarik balik.",
      "companies.return.taken_back": "Ia sudah ditarik balik.",
      "companies.return.too_late":
        "Keadaan sebelum pengembalian disimpan seminggu, dan sudah tiada.",
      "companies.return.overtaken": "Satu lagi pengembalian dibuat selepas ini.",
    },
  }),
);
