import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const companyWords = reasons(
  words("companies.companies", {
    en: {
      settings: "Settings",
      company: "Your company",
      name: "Name",
      country: "Country",
      zone: "Time zone",
      zoneHelp: "Days begin and end there, in figures and filters.",
      currency: "Currency",
      currencyHelp: "What Home and totals count in. Fixed once something was sold.",
      phone: "Phone",
      region: "Region",
      regionText: "{{region}}. Data and backups stay there for good.",
      save: "Save",
      saved: "Saved",
      onlyAdmin: "An Admin can change this.",
      behindTitle: "A moment: new version",
      behindText:
        "The data of {{company}} are being brought to a new version of Kaunter. Nothing is lost, and nothing that was saved has changed.",
      behindNext: "This page goes on by itself as soon as it is done.",
      behindLook: "Look now",
      "companies.company.has_books": "Books are kept in this currency, so it stays.",
      "companies.company.has_sales":
        "Something was sold already: figures of one currency cannot become another’s.",
      "companies.company.not_found": "There is no such company.",
    },
    ms: {
      settings: "Tetapan",
      company: "Syarikat anda",
      name: "Nama",
      country: "Negara",
      zone: "Zon waktu",
      zoneHelp: "Hari bermula dan berakhir di sana, dalam angka dan penapis.",
      currency: "Mata wang",
      currencyHelp: "Kiraan laman utama dan jumlah. Tetap selepas ada jualan.",
      phone: "Telefon",
      region: "Wilayah",
      regionText: "{{region}}. Data dan sandaran kekal di sana.",
      save: "Simpan",
      saved: "Disimpan",
      onlyAdmin: "Admin boleh mengubahnya.",
      behindTitle: "Sebentar: versi baharu",
      behindText:
        "Data {{company}} sedang dibawa ke versi baharu Kaunter. Tiada yang hilang, dan apa yang telah disimpan tidak berubah.",
      behindNext: "Halaman ini akan bersambung sendiri sebaik sahaja siap.",
      behindLook: "Semak sekarang",
      "companies.company.has_books": "Akaun disimpan dalam mata wang ini, jadi ia kekal.",
      "companies.company.has_sales":
        "Sudah ada jualan: angka satu mata wang tidak boleh menjadi angka mata wang lain.",
      "companies.company.not_found": "Tiada syarikat sedemikian.",
    },
  }),
);
