import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const closingWords = reasons(
  words("finance.closings", {
    en: {
      close: "Close the year",
      closeTitle: "Close {{year}} for ever?",
      closeText:
        "All its months, and those before, are locked for ever. What its statements come to is kept, so that they can be written again later, byte for byte, and be seen to be the same.",
      closed: "{{year}} is closed",
      closedOn: "Closed {{when}}",
      statements: "Statements of {{year}}",
      verify: "Check that they are the same",
      same: "All {{count}} files are the same as on the day it was closed",
      differ: {
        one: "1 file is not what it was when the year was closed",
        other: "{{count}} files are not what they were when the year was closed",
      },
      trial_balance: "Trial balance",
      profit_and_loss: "Profit and loss",
      balance_sheet: "Balance sheet",
      cash_flow: "Cash flow",
      "finance.closing.closed": "This year is closed.",
      "finance.closing.not_over": "This year is not over.",
    },
    ms: {
      close: "Tutup tahun",
      closeTitle: "Tutup {{year}} untuk selamanya?",
      closeText:
        "Semua bulannya, dan yang sebelumnya, dikunci untuk selamanya. Nilai penyatanya disimpan supaya boleh ditulis semula kemudian, bait demi bait, dan dilihat sama.",
      closed: "{{year}} telah ditutup",
      closedOn: "Ditutup {{when}}",
      statements: "Penyata {{year}}",
      verify: "Semak bahawa ia sama",
      same: "Semua {{count}} fail sama seperti pada hari ia ditutup",
      differ: "{{count}} fail tidak lagi seperti semasa tahun ditutup",
      trial_balance: "Imbangan duga",
      profit_and_loss: "Untung dan rugi",
      balance_sheet: "Kunci kira-kira",
      cash_flow: "Aliran tunai",
      "finance.closing.closed": "Tahun ini telah ditutup.",
      "finance.closing.not_over": "Tahun ini belum berakhir.",
    },
  }),
);
