import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const supplierRefundWords = reasons(
  words("finance.supplier_refunds", {
    en: {
      refund: "Enter refund",
      refundTitle: "The supplier paid it back",
      refundText: "Money that came back of what is left. It can be undone.",
      refunds: "Paid back by the supplier",
      refundedOn: "Came in on",
      into: "Into",
      came: "Came to the account",
      amount: "Amount",
      reference: "Reference",
      wasRefunded: "Refund entered",
      undo: "Undo",
      undone: "Undone on {{day}}",
      wasUndone: "The refund is undone",
      "finance.supplier_refund.in_the_future": "This day is still to come.",
      "finance.supplier_refund.is_undone": "It is undone already.",
      "finance.supplier_refund.is_at_the_bank":
        "A line of the bank is matched with it. Undo the match there.",
      "finance.supplier_refund.undone_before": "It cannot be undone before it came in.",
      "finance.supplier_refund.not_found": "There is no such refund.",
    },
    ms: {
      refund: "Masukkan bayaran balik",
      refundTitle: "Pembekal membayar balik",
      refundText: "Wang yang dikembalikan daripada baki. Ia boleh dibatalkan.",
      refunds: "Dibayar balik oleh pembekal",
      refundedOn: "Masuk pada",
      into: "Ke dalam",
      came: "Masuk ke akaun",
      amount: "Amaun",
      reference: "Rujukan",
      wasRefunded: "Bayaran balik dimasukkan",
      undo: "Batalkan",
      undone: "Dibatalkan pada {{day}}",
      wasUndone: "Bayaran balik dibatalkan",
      "finance.supplier_refund.in_the_future": "Tarikh ini belum tiba.",
      "finance.supplier_refund.is_undone": "Ia telah dibatalkan.",
      "finance.supplier_refund.is_at_the_bank":
        "Satu baris bank dipadankan dengannya. Batalkan padanan di sana.",
      "finance.supplier_refund.undone_before": "Ia tidak boleh dibatalkan sebelum ia masuk.",
      "finance.supplier_refund.not_found": "Bayaran balik ini tidak wujud.",
    },
  }),
);
