import { kept, type Section } from "../entry.ts";

export const rights: Section = {
  key: "rights",
  title: { en: "What you can ask for", ms: "Apa yang boleh anda minta" },
  entries: [
    kept({
      id: "P41",
      title: { en: "See everything", ms: "Melihat semuanya" },
      says: {
        en: "You can see all data of your company at any time.",
        ms: "Anda boleh melihat semua data syarikat anda pada bila-bila masa.",
      },
      enforcedBy: {
        symbols: ["platform/takeout/describing.sql.ts#selectDescribed"],
        how: {
          en: "What an export has is read from the database’s own catalogue: every column of every table, also of a cancelled company. What hangs on records comes as files too.",
          ms: "Kandungan eksport dibaca daripada katalog pangkalan data itu sendiri: setiap lajur setiap jadual, juga bagi syarikat yang dibatalkan. Apa yang dilampirkan pada rekod turut disertakan sebagai fail.",
        },
      },
      tests: [
        "modules/companies/takeouts/takeouts.test.ts: a company's export restores through SQL alone into an empty database, every table equal, its secrets left out",
        "modules/companies/takeouts/takeouts.test.ts: its files are whole by their sums, one CSV and one workbook a table, with a dictionary of every column, and what hangs on records as files",
      ],
      probes: ["takeouts"],
    }),
    kept({
      id: "P42",
      title: { en: "Take it with you", ms: "Membawanya bersama" },
      says: {
        en: "You can download your data as SQL, CSV or Excel, from Settings.",
        ms: "Anda boleh memuat turun data anda sebagai SQL, CSV atau Excel, daripada Tetapan.",
      },
      enforcedBy: {
        symbols: ["platform/takeout/takeout.ts#packTakeout"],
        how: {
          en: "Settings, Data export packs every table of your company's database into one file, in all three forms, of one moment.",
          ms: "Tetapan, Eksport data membungkus setiap jadual pangkalan data syarikat anda ke dalam satu fail, dalam ketiga-tiga bentuk, pada satu saat.",
        },
      },
      tests: [
        "modules/companies/takeouts/takeouts.test.ts: a company's export restores through SQL alone into an empty database, every table equal, its secrets left out",
      ],
      probes: ["takeouts"],
    }),
    kept({
      id: "P43",
      title: { en: "In a form machines can read", ms: "Dalam bentuk yang boleh dibaca mesin" },
      says: {
        en: "What you download is structured and described, so that another program can read it.",
        ms: "Apa yang anda muat turun berstruktur dan diterangkan, supaya program lain boleh membacanya.",
      },
      enforcedBy: {
        symbols: ["platform/takeout/takeout.ts#packTakeout"],
        how: {
          en: "With it come a dictionary of every column, a manifest with the rows of each table, and a checksum of every file.",
          ms: "Bersamanya ialah kamus setiap lajur, manifes dengan baris setiap jadual, dan hasil semak setiap fail.",
        },
      },
      tests: [
        "modules/companies/takeouts/takeouts.test.ts: its files are whole by their sums, one CSV and one workbook a table, with a dictionary of every column, and what hangs on records as files",
      ],
      probes: ["takeouts"],
    }),
    kept({
      id: "P44",
      title: { en: "Correct what is wrong", ms: "Membetulkan yang salah" },
      says: {
        en: "You can correct what we keep, and the audit log shows what it was before.",
        ms: "Anda boleh membetulkan apa yang kami simpan, dan log audit menunjukkan keadaan sebelumnya.",
      },
      enforcedBy: {
        symbols: ["platform/audit/changes.rules.ts#changesOf"],
        how: {
          en: "Customers, orders, products, the company and your own details are edited on their pages.",
          ms: "Pelanggan, pesanan, produk, syarikat dan butiran anda sendiri disunting di halaman masing-masing.",
        },
      },
      tests: [
        "modules/accounts/accounts/sessions.test.ts: a person changes what is theirs",
        "modules/companies/companies/companies.test.ts: the company's details change together with their entry in its audit log",
      ],
      probes: ["corrected"],
    }),
    kept({
      id: "P45",
      title: { en: "Delete, and close the account", ms: "Memadam, dan menutup akaun" },
      says: {
        en: "You can have your data deleted and close your account.",
        ms: "Anda boleh meminta data anda dipadam dan menutup akaun anda.",
      },
      enforcedBy: {
        symbols: [
          "modules/accounts/closing/closing.actions.ts#closeOwnAccount",
          "modules/companies/endings/endings.actions.ts#cancelCompany",
        ],
        how: {
          en: "Under Settings everybody closes their own account, and an Admin cancels the company. Both can be undone for 30 days; then all of it is deleted.",
          ms: "Di bawah Tetapan setiap orang menutup akaun sendiri, dan Admin membatalkan syarikat. Kedua-duanya boleh dibatalkan selama 30 hari; kemudian semuanya dipadam.",
        },
      },
      tests: [
        "modules/accounts/closing/closing.test.ts: it is told on days 14, 27 and 29, stands on day 29, and on day 30 nothing is left of it",
        "modules/companies/endings/destroying.test.ts: on day 29 everything is there, on day 30 nothing but the signed certificate, and on days 31, 89, 90 and 91 neither",
      ],
      probes: ["endings"],
    }),
    kept({
      id: "P46",
      title: { en: "Only for adults", ms: "Hanya untuk orang dewasa" },
      says: {
        en: "Kaunter is not for people under 18. Everybody who signs up confirms that they are older.",
        ms: "Kaunter bukan untuk orang di bawah 18 tahun. Setiap orang yang mendaftar mengesahkan bahawa mereka lebih tua.",
      },
      enforcedBy: {
        symbols: ["modules/accounts/accounts/accounts.contract.ts#SignUp"],
        how: {
          en: "Without the confirmation nobody is signed up; when it was given is kept.",
          ms: "Tanpa pengesahan itu tiada sesiapa didaftarkan; bila ia diberi disimpan.",
        },
      },
      tests: [
        "modules/accounts/accounts/sign-ups.test.ts: what does not fit is answered at its field, all at once",
      ],
      probes: ["adults"],
    }),
    kept({
      id: "P47",
      title: {
        en: "Changes are announced 14 days before",
        ms: "Perubahan diumumkan 14 hari sebelumnya",
      },
      says: {
        en: "A material change of this policy is announced by e-mail and in the app at least 14 days before it takes effect.",
        ms: "Perubahan penting pada dasar ini diumumkan melalui e-mel dan dalam aplikasi sekurang-kurangnya 14 hari sebelum berkuat kuasa.",
      },
      enforcedBy: {
        symbols: ["modules/trust/policies/policies.ts#publishPolicy"],
        how: {
          en: "The database itself refuses a version with less notice; who was told, how and when is kept for each person.",
          ms: "Pangkalan data sendiri menolak versi dengan notis yang lebih singkat; siapa yang diberitahu, cara dan masanya disimpan bagi setiap orang.",
        },
      },
      tests: [
        "modules/trust/policies/policies.test.ts: a material change with a second less than 14 days is refused by the rule and by the database itself, and with 14 it is published",
        "modules/trust/policies/policies.test.ts: every member is told by mail and in the app, and both are kept for each of them",
      ],
      probes: ["notice"],
    }),
    kept({
      id: "P48",
      title: { en: "Somebody answers", ms: "Ada orang yang menjawab" },
      says: {
        en: "Questions about privacy go to whoever operates this house. What people ask about their data lands in an inbox with the day by which it must be answered, 30 days at most: they get all that is kept, have it put right, or are erased, and no backup brings them back.",
        ms: "Soalan tentang privasi dihantar kepada pengendali rumah ini. Apa yang orang minta tentang data mereka tiba dalam peti dengan tarikh akhir untuk dijawab, paling lama 30 hari: mereka mendapat semua yang disimpan, ia dibetulkan, atau mereka dihapuskan, dan tiada sandaran mengembalikan mereka.",
      },
      enforcedBy: {
        symbols: [
          "modules/crm/requests/due.rules.ts#dueOnFor",
          "modules/crm/requests/packing.ts#gatherAll",
          "modules/crm/requests/erasing.ts#erasePerson",
          "modules/crm/requests/replaying.ts#replayErasures",
        ],
        how: {
          en: "Every slice says what it keeps of people, hands it out and erases it; a test fails when a table is forgotten. Erasures are kept outside the company's database as keyed hashes, and are carried out again after a restore.",
          ms: "Setiap bahagian menyatakan apa yang disimpannya tentang orang, menyerahkannya dan menghapuskannya; satu ujian gagal apabila sebuah jadual terlupa. Penghapusan disimpan di luar pangkalan data syarikat sebagai cincangan berkunci, dan dilaksanakan semula selepas pemulihan.",
        },
      },
      tests: [
        "modules/crm/requests/due.rules.test.ts: a request is due when the company's country says, and within 30 days everywhere",
        "modules/crm/requests/reminding.test.ts: Admins alone are reminded a week before a request is due and on the day after, each time once, of nobody's name",
        "modules/crm/requests/requests.test.ts: the pack holds all that is kept of somebody in every table, for machines and for people",
        "modules/crm/requests/erasing.test.ts: after an erasure nothing of the person is found in any table, what was sold stays, and the audit log is whole",
        "modules/crm/requests/erasing.test.ts: a database put back to before an erasure has it done again, and nothing of the person is left",
        "modules/connect/deliveries/store-erasure.test.ts: a shop that took Kaunter out asks for its customers to be erased: an Admin decides, and whom something else tells of stays",
        "tests/persons.test.ts: every table of a company is kept by a slice that hands it out and erases it, or holds nobody",
      ],
      probes: ["requests"],
    }),
  ],
};
