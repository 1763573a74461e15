import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const reportWords = reasons(
  words("finance.reports", {
    en: {
      cash_flow: "Cash flow",
      general_ledger: "General ledger",
      receivables: "Receivables",
      tax: "Tax",
      toFile: "File and lock the months under Periods",
      download: "Download",
      csv: "CSV",
      xlsx: "Excel",
      pdf: "PDF",
      allAccounts: "All accounts",
      account: "Account",
      on: "On",
      nothing: "Nothing was posted in this time.",
      nobodyOwes: "Nobody owes anything on this day.",
      "finance.report.too_long": "That is more than 20,000 lines. Choose a shorter time.",
      "finance.report.ends_before": "The last day is before the first.",
    },
    ms: {
      cash_flow: "Aliran tunai",
      general_ledger: "Lejar am",
      receivables: "Penghutang",
      tax: "Cukai",
      toFile: "Failkan dan kunci bulannya di Tempoh",
      download: "Muat turun",
      csv: "CSV",
      xlsx: "Excel",
      pdf: "PDF",
      allAccounts: "Semua akaun",
      account: "Akaun",
      on: "Pada",
      nothing: "Tiada apa dicatat dalam tempoh ini.",
      nobodyOwes: "Tiada sesiapa berhutang pada hari ini.",
      "finance.report.too_long": "Lebih 20,000 baris. Pilih tempoh yang lebih pendek.",
      "finance.report.ends_before": "Hari akhir sebelum hari pertama.",
    },
  }),
);
