import { kept, type Section } from "../entry.ts";

export const lives: Section = {
  key: "lives",
  title: { en: "Where your data lives", ms: "Di mana data anda berada" },
  entries: [
    kept({
      id: "P10",
      title: {
        en: "Your data is in a database of its own",
        ms: "Data anda dalam pangkalan data tersendiri",
      },
      says: {
        en: "Each company's data lies in a database of its own, which only its own login opens. It is never mixed with another company's.",
        ms: "Data setiap syarikat berada dalam pangkalan data tersendiri yang hanya dibuka oleh log masuknya sendiri. Ia tidak pernah bercampur dengan data syarikat lain.",
      },
      enforcedBy: {
        symbols: [
          "platform/tenancy/router.ts#createCompanies",
          "platform/tenancy/template.ts#closeToPublic",
        ],
        how: {
          en: "A database and a login for each company; every database is closed to every other login by PostgreSQL itself.",
          ms: "Satu pangkalan data dan satu log masuk bagi setiap syarikat; PostgreSQL sendiri menutupnya kepada log masuk lain.",
        },
      },
      tests: [
        "tests/companies.test.ts: a company's role reaches its own database and no other",
        "tests/isolation.test.ts: a store reaches the company of its address and no other",
        "tests/isolation.test.ts: a cookie that was changed in any place, or is another house's, opens nothing",
      ],
      probes: ["isolation"],
    }),
    kept({
      id: "P11",
      title: {
        en: "What is stored is encrypted and backed up",
        ms: "Apa yang disimpan disulitkan dan disandarkan",
      },
      says: {
        en: "What your stores send and every secret is sealed before it is stored. Everything is backed up by itself, sealed too, and every backup is restored and compared. Encrypting the disks is the duty of whoever operates the machine.",
        ms: "Apa yang dihantar oleh kedai dan setiap rahsia dimeterai sebelum disimpan. Semuanya disandarkan secara automatik, juga dimeterai, dan setiap sandaran dipulihkan dan dibandingkan. Menyulitkan cakera ialah tugas pengendali mesin.",
      },
      enforcedBy: {
        symbols: [
          "platform/crypto/sealing.ts#sealBytes",
          "modules/companies/backups/backups.ts#keepBackups",
        ],
        how: {
          en: "Deliveries and secrets are sealed with your company's own key, backups with a second one. Each backup is restored into an empty database and every table is compared.",
          ms: "Penghantaran dan rahsia dimeterai dengan kunci syarikat anda sendiri, sandaran dengan kunci kedua. Setiap sandaran dipulihkan ke dalam pangkalan data kosong dan setiap jadual dibandingkan.",
        },
      },
      tests: [
        "platform/crypto/sealing.test.ts: a value moved to another company, purpose, table, column or row cannot be opened",
        "modules/companies/backups/backups.test.ts: a company is backed up every day by itself, and each backup is restored and found equal",
        "modules/companies/backups/backups.test.ts: 20 of 20 corruptions of a file are found",
        "modules/companies/backups/inspecting.test.ts: a ledger that does not add up and a log that was altered are found in the copy, by name",
        "modules/companies/backups/bucket.test.ts: in a bucket backups are made, proven, returned to and taken away as in a folder, and nothing lies beside it",
      ],
      probes: ["sealed", "backups"],
      duty: {
        en: "The operator encrypts the disks, and keeps the backups' folder on another one; the program cannot see either.",
        ms: "Pengendali menyulitkan cakera, dan menyimpan folder sandaran pada cakera lain; program tidak dapat melihat kedua-duanya.",
      },
    }),
    kept({
      id: "P12",
      title: { en: "It stays in the region you chose", ms: "Ia kekal di wilayah pilihan anda" },
      says: {
        en: "Your company's data lies in the region that was chosen when it was made.",
        ms: "Data syarikat anda berada di wilayah yang dipilih semasa ia dibuat.",
      },
      enforcedBy: {
        symbols: [
          "platform/config/values.ts#regionsOf",
          "platform/tenancy/clusters.ts#workshopWithRoom",
        ],
        how: {
          en: "The region is fixed when the company is made, and no action changes it. Its database is made on a server of that region and moves only to another one there; backups and exports lie under the region's name.",
          ms: "Wilayah ditetapkan semasa syarikat dibuat, dan tiada tindakan mengubahnya. Pangkalan datanya dibuat pada pelayan wilayah itu dan hanya berpindah ke pelayan lain di sana; sandaran dan eksport disimpan di bawah nama wilayah itu.",
        },
      },
      tests: [
        "modules/companies/moves/moves.test.ts: a company is made in the region it chose, on the cluster with the most room, and refused where none is left",
        "modules/companies/moves/moves.test.ts: it stays where it is, and says why, for another region, an unknown place, its own, and where writing would wait too long",
        "modules/trust/promises/promises.test.ts: a company's region is fixed: whatever is sent, it stays",
      ],
      probes: ["region"],
      duty: {
        en: "That the region's server really stands there is the operator's word.",
        ms: "Bahawa pelayan wilayah itu benar-benar berada di situ ialah kata pengendali.",
      },
    }),
    kept({
      id: "P13",
      title: { en: "In PostgreSQL", ms: "Dalam PostgreSQL" },
      says: {
        en: "Your data is stored in PostgreSQL databases.",
        ms: "Data anda disimpan dalam pangkalan data PostgreSQL.",
      },
      enforcedBy: {
        symbols: ["platform/tenancy/company-schema.ts#migrateCompanySchema"],
        how: {
          en: "PostgreSQL 15 or newer, the same schema for every company.",
          ms: "PostgreSQL 15 atau lebih baharu, skema yang sama bagi setiap syarikat.",
        },
      },
      tests: ["tests/schema.test.ts: the schemas keep the house rules"],
      probes: ["database"],
    }),
  ],
};
