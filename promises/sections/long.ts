import { kept, notYet, type Section } from "../entry.ts";

export const long: Section = {
  key: "long",
  title: { en: "How long it is kept", ms: "Berapa lama ia disimpan" },
  entries: [
    notYet(
      "P33",
      { en: "Until you delete it", ms: "Sehingga anda memadamnya" },
      {
        en: "We keep your data until you delete it or close your account, and no longer.",
        ms: "Kami menyimpan data anda sehingga anda memadamnya atau menutup akaun, dan tidak lebih lama.",
      },
    ),
    kept({
      id: "P34",
      title: { en: "The trash keeps for 30 days", ms: "Tong sampah menyimpan selama 30 hari" },
      says: {
        en: "What you delete goes to the trash and can be brought back for 30 days. Then nothing of it is left.",
        ms: "Apa yang anda padam masuk ke tong sampah dan boleh dipulihkan selama 30 hari. Selepas itu tiada apa-apa yang tinggal.",
      },
      enforcedBy: {
        symbols: [
          "modules/records/trash/trash.ts#putInTrash",
          "modules/records/trash/trash.jobs.ts#trashJobs",
        ],
        how: {
          en: "A deleted record is put aside with everything that hangs on it; when its time is over, a job removes it from every table.",
          ms: "Rekod yang dipadam diketepikan bersama semua yang berkaitan; apabila masanya tamat, satu kerja membuangnya daripada setiap jadual.",
        },
      },
      tests: [
        "modules/records/trash/trash.test.ts: deleted and brought back, every record is as it was, with all that hangs on it",
        "modules/records/trash/trash.test.ts: on day 29 it comes back, on day 31 nothing is left of it in any column of any table",
      ],
      probes: ["trash"],
    }),
    kept({
      id: "P35",
      title: { en: "The audit log stays", ms: "Log audit kekal" },
      says: {
        en: "The audit log is kept for as long as the company exists.",
        ms: "Log audit disimpan selagi syarikat wujud.",
      },
      enforcedBy: {
        symbols: ["platform/tenancy/company-schema.ts#migrateCompanySchema"],
        how: {
          en: "The program may add entries and has no right to remove one.",
          ms: "Program boleh menambah catatan dan tiada hak untuk membuang satu pun.",
        },
      },
      tests: [
        "tests/companies.test.ts: what is written once and for all can be added to and never changed",
      ],
      probes: ["audit_log", "audit_chain"],
    }),
    kept({
      id: "P36",
      title: {
        en: "Store messages are kept as they came",
        ms: "Mesej kedai disimpan seperti yang diterima",
      },
      says: {
        en: "What your stores sent is kept as it came, so that a fault can be found and the message read again.",
        ms: "Apa yang dihantar oleh kedai disimpan seperti yang diterima, supaya kesilapan dapat dicari dan mesej dibaca semula.",
      },
      enforcedBy: {
        symbols: ["modules/connect/deliveries/packing.ts#packBody"],
        how: {
          en: "Each message is sealed in its own row, which the program may not alter or remove.",
          ms: "Setiap mesej dimeterai dalam barisnya sendiri, yang tidak boleh diubah atau dibuang oleh program.",
        },
      },
      tests: [
        "modules/connect/deliveries/door.test.ts: a signed delivery is answered with 200, kept sealed with a job to read it, and waits in the log",
        "modules/connect/deliveries/processing.test.ts: replaying a filter reads all it leaves again and changes nothing that was right",
      ],
      probes: ["sealed"],
    }),
    notYet(
      "P37",
      { en: "After leaving, 30 days to export", ms: "Selepas keluar, 30 hari untuk eksport" },
      {
        en: "After you cancel, your data stays readable and can be exported for 30 days.",
        ms: "Selepas anda membatalkan, data anda kekal boleh dibaca dan dieksport selama 30 hari.",
      },
    ),
    notYet(
      "P38",
      { en: "Then it is deleted for good", ms: "Kemudian ia dipadam selama-lamanya" },
      {
        en: "Then your data and your database are deleted for good, and you get a certificate.",
        ms: "Kemudian data dan pangkalan data anda dipadam selama-lamanya, dan anda menerima sijil.",
      },
    ),
    notYet(
      "P39",
      { en: "Backups go within 90 days", ms: "Sandaran dibuang dalam 90 hari" },
      {
        en: "Backup copies are removed within 90 days of that; they cannot be read from the first day, because the key is destroyed.",
        ms: "Salinan sandaran dibuang dalam 90 hari selepas itu; ia tidak boleh dibaca sejak hari pertama kerana kuncinya dimusnahkan.",
      },
    ),
    notYet(
      "P40",
      { en: "Only nameless counts may stay", ms: "Hanya kiraan tanpa nama boleh kekal" },
      {
        en: "Only summed up figures that lead to no person and no company may remain.",
        ms: "Hanya angka terkumpul yang tidak merujuk kepada mana-mana orang atau syarikat boleh kekal.",
      },
    ),
  ],
};
