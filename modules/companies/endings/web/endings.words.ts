import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const endingWords = reasons(
  words("companies.endings", {
    en: {
      bar: "This company was cancelled.",
      barText:
        "Until {{when}} everything can be read and exported, and nothing changed. Then it is destroyed.",
      see: "See what happens",
      title: "The end",
      text: "A company that is cancelled is read and exported for 30 days. Then its database, files, logins and keys are destroyed for good, and its Admins get a signed certificate.",
      cancel: "Cancel the company",
      cancelTitle: "Cancel this company?",
      cancelDo: "End it in 30 days",
      atOnce:
        "At once nobody can change anything any more, and people, stores and keys that write are refused. What stores send is kept unread.",
      in30: "In 30 days, on {{when}}, everything is destroyed. Until then you can undo it, and all is as it was.",
      take: "Take your data along before: {{link}}.",
      takeLink: "export everything",
      reason: "Why? (optional)",
      reasonHelp: "Only the operator of this house reads it; it goes with the company.",
      typeName: "To be sure, type the company’s name: {{name}}",
      cancelled: "{{name}} cancelled the company ({{at}}). Everything is destroyed on {{when}}.",
      undo: "Undo the cancellation",
      undone: "The company stays",
      exports: "Export everything",
      "companies.company.cancelled":
        "The company was cancelled: until its end it is read and exported, and nothing changed.",
      "companies.ending.cancelled_already": "The company is cancelled already.",
      "companies.ending.undone_already": "It was undone already.",
      "companies.ending.too_late": "Its 30 days are over.",
      "companies.ending.not_found": "There is no such cancellation.",
      "companies.ending.other_name": "This is not the company’s name.",
    },
    ms: {
      bar: "Syarikat ini telah dibatalkan.",
      barText:
        "Sehingga {{when}} semuanya boleh dibaca dan dieksport, dan tiada apa-apa yang boleh diubah. Kemudian ia dimusnahkan.",
      see: "Lihat apa yang berlaku",
      title: "Penamatan",
      text: "Syarikat yang dibatalkan boleh dibaca dan dieksport selama 30 hari. Kemudian pangkalan data, fail, log masuk dan kuncinya dimusnahkan selama-lamanya, dan Adminnya menerima sijil yang ditandatangani.",
      cancel: "Batalkan syarikat",
      cancelTitle: "Batalkan syarikat ini?",
      cancelDo: "Tamatkan dalam 30 hari",
      atOnce:
        "Serta-merta tiada sesiapa boleh mengubah apa-apa lagi; orang, kedai dan kunci yang menulis ditolak. Apa yang dihantar oleh kedai disimpan tanpa dibaca.",
      in30: "Dalam 30 hari, pada {{when}}, semuanya dimusnahkan. Sehingga itu anda boleh membatalkannya, dan semuanya seperti sebelumnya.",
      take: "Ambil data anda sebelum itu: {{link}}.",
      takeLink: "eksport semuanya",
      reason: "Mengapa? (pilihan)",
      reasonHelp: "Hanya pengendali rumah ini membacanya; ia hilang bersama syarikat.",
      typeName: "Untuk memastikan, taip nama syarikat: {{name}}",
      cancelled: "{{name}} membatalkan syarikat ({{at}}). Semuanya dimusnahkan pada {{when}}.",
      undo: "Kembalikan syarikat",
      undone: "Syarikat kekal",
      exports: "Eksport semuanya",
      "companies.company.cancelled":
        "Syarikat telah dibatalkan: sehingga tamat ia dibaca dan dieksport, dan tiada apa-apa yang diubah.",
      "companies.ending.cancelled_already": "Syarikat sudah dibatalkan.",
      "companies.ending.undone_already": "Ia sudah dikembalikan.",
      "companies.ending.too_late": "30 harinya sudah tamat.",
      "companies.ending.not_found": "Tiada pembatalan sedemikian.",
      "companies.ending.other_name": "Ini bukan nama syarikat.",
    },
  }),
);
