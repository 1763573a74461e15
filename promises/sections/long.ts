import { kept, type Section } from "../entry.ts";

export const long: Section = {
  key: "long",
  title: { en: "How long it is kept", ms: "Berapa lama ia disimpan" },
  entries: [
    kept({
      id: "P33",
      title: { en: "Until you delete it", ms: "Sehingga anda memadamnya" },
      says: {
        en: "We keep your data until you delete it or close your account, and no longer.",
        ms: "Kami menyimpan data anda sehingga anda memadamnya atau menutup akaun, dan tidak lebih lama.",
      },
      enforcedBy: {
        symbols: [
          "modules/companies/endings/endings.ts#keepEndings",
          "modules/records/trash/trash.ts#putInTrash",
        ],
        how: {
          en: "Nothing is deleted but by you, by what you asked for, or 30 days after an Admin cancelled the company.",
          ms: "Tiada apa-apa dipadam kecuali oleh anda, oleh apa yang anda minta, atau 30 hari selepas Admin membatalkan syarikat.",
        },
      },
      tests: [
        "modules/companies/endings/destroying.test.ts: on day 29 everything is there, on day 30 nothing but the signed certificate, and on days 31, 89, 90 and 91 neither",
      ],
      probes: ["trash", "endings"],
    }),
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
    kept({
      id: "P37",
      title: {
        en: "After leaving, 30 days to export",
        ms: "Selepas keluar, 30 hari untuk eksport",
      },
      says: {
        en: "After you cancel, your data stays readable and can be exported for 30 days.",
        ms: "Selepas anda membatalkan, data anda kekal boleh dibaca dan dieksport selama 30 hari.",
      },
      enforcedBy: {
        symbols: [
          "modules/companies/endings/cancelling.ts#cancelIn",
          "platform/actions/action.ts#perform",
        ],
        how: {
          en: "From the cancellation on the one door through which everything goes refuses what changes something, and nothing else.",
          ms: "Sejak pembatalan, satu-satunya pintu yang dilalui segala-galanya menolak apa yang mengubah, dan tiada yang lain.",
        },
      },
      tests: [
        "modules/companies/endings/cancelling.test.ts: every command but those that take out, close out or undo is refused with the reason, and nothing changes",
        "modules/companies/endings/cancelling.test.ts: its screens are told why their verbs are closed, and everything can still be exported",
        "modules/companies/endings/endings.rules.test.ts: it is undone until the last moment of its 30 days, and never after",
      ],
      probes: ["cancelling"],
    }),
    kept({
      id: "P38",
      title: { en: "Then it is deleted for good", ms: "Kemudian ia dipadam selama-lamanya" },
      says: {
        en: "Then your data and your database are deleted for good, and you get a certificate.",
        ms: "Kemudian data dan pangkalan data anda dipadam selama-lamanya, dan anda menerima sijil.",
      },
      enforcedBy: {
        symbols: [
          "modules/companies/endings/destroying.ts#destroy",
          "modules/companies/endings/certificates.ts#signed",
        ],
        how: {
          en: "A job looks first what belongs to the company, then destroys exactly that, its keys before all, and signs what it did.",
          ms: "Satu kerja melihat dahulu apa yang milik syarikat, kemudian memusnahkan tepat itu, kuncinya sebelum segalanya, dan menandatangani apa yang dibuat.",
        },
      },
      tests: [
        "modules/companies/endings/destroying.test.ts: on day 29 everything is there, on day 30 nothing but the signed certificate, and on days 31, 89, 90 and 91 neither",
        "modules/companies/endings/destroying.test.ts: killed with -9 at any step it goes on where it was, and ends once",
        "modules/companies/endings/destroying.test.ts: its Admin gets a certificate that anybody can verify: what was destroyed, and when the last copy goes",
        "modules/companies/endings/destroying.test.ts: a database that is not the company's beyond doubt is left alone: another's, an application's, one with another log",
      ],
      probes: ["endings"],
    }),
    kept({
      id: "P39",
      title: { en: "Backups go within 90 days", ms: "Sandaran dibuang dalam 90 hari" },
      says: {
        en: "Backup copies are removed within 90 days of that; they cannot be read from the first day, because the key is destroyed.",
        ms: "Salinan sandaran dibuang dalam 90 hari selepas itu; ia tidak boleh dibaca sejak hari pertama kerana kuncinya dimusnahkan.",
      },
      enforcedBy: {
        symbols: [
          "modules/companies/endings/destroying.ts#removeCopies",
          "modules/companies/backups/keys.ts#destroyBackupKey",
        ],
        how: {
          en: "Half of what opens a backup lies beside the backups and in no database; it is destroyed first. The copies go at once, and are looked for until none is left.",
          ms: "Separuh daripada apa yang membuka sandaran berada di sebelah sandaran dan tidak dalam mana-mana pangkalan data; ia dimusnahkan dahulu. Salinan dibuang serta-merta, dan dicari sehingga tiada yang tinggal.",
        },
      },
      tests: [
        "modules/companies/endings/destroying.test.ts: after an older control database is put back no copy of a backup opens, and the company ends again by itself",
        "modules/companies/endings/destroying.test.ts: a copy that the store does not let go is unreadable from day 30, is tried again, and is told of while it is there",
      ],
      probes: ["endings", "backups"],
    }),
    kept({
      id: "P40",
      title: { en: "Only nameless counts may stay", ms: "Hanya kiraan tanpa nama boleh kekal" },
      says: {
        en: "Only summed up figures that lead to no person and no company may remain.",
        ms: "Hanya angka terkumpul yang tidak merujuk kepada mana-mana orang atau syarikat boleh kekal.",
      },
      enforcedBy: {
        symbols: ["platform/tenancy/ending.ts#forgetCompany"],
        how: {
          en: "Kaunter keeps no statistics of companies. Every row that names one goes, whatever table it stands in; only the certificate stays.",
          ms: "Kaunter tidak menyimpan statistik syarikat. Setiap baris yang menamakannya dibuang, walau dalam jadual mana; hanya sijil yang kekal.",
        },
      },
      tests: [
        "modules/companies/endings/destroying.test.ts: on day 29 everything is there, on day 30 nothing but the signed certificate, and on days 31, 89, 90 and 91 neither",
      ],
      probes: ["endings"],
    }),
  ],
};
