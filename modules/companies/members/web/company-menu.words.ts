import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const companyMenuWords = words("companies.menu", {
  en: {
    companyMenu: "{{name}}: switch company",
    yourCompanies: "Your companies",
    all: "All your companies",
    another: "Open another company",
    elsewhereTitle: "You work in {{now}} now",
    elsewhereText:
      "This window was opened for {{was}}, and in another one you switched since. So that nothing lands in the wrong books, this window stands still.",
    goOn: "Go on in {{now}}",
    goBack: "Back to {{was}}",
  },
  ms: {
    companyMenu: "{{name}}: tukar syarikat",
    yourCompanies: "Syarikat anda",
    all: "Semua syarikat anda",
    another: "Buka syarikat lain",
    elsewhereTitle: "Anda kini bekerja di {{now}}",
    elsewhereText:
      "Tetingkap ini dibuka untuk {{was}}, dan anda telah bertukar di tetingkap lain. Supaya tiada apa-apa masuk ke buku yang salah, tetingkap ini berhenti di sini.",
    goOn: "Teruskan di {{now}}",
    goBack: "Kembali ke {{was}}",
  },
});

reasons(
  words("companies.menu.reasons", {
    en: {
      "companies.membership.switched":
        "In another window you switched to another company. Nothing was changed here.",
      "accounts.account.no_company": "You do not belong to this company any more.",
    },
    ms: {
      "companies.membership.switched":
        "Anda telah bertukar ke syarikat lain di tetingkap lain. Tiada apa-apa yang berubah di sini.",
      "accounts.account.no_company": "Anda bukan lagi ahli syarikat ini.",
    },
  }),
);
