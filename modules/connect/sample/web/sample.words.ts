import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const sampleWords = reasons(
  words("connect.sample", {
    en: {
      load: "Load the sample company",
      loading: "Loading the sample company",
      removing: "Taking the sample company out",
      remove: "Take the sample company out",
      removeTitle: "Take the sample company out?",
      removeText:
        "Its customers, products and orders go for good. What you entered or connected yourself stays.",
      loaded: "The sample company is in here: made-up customers, products and orders of 18 months.",
      what: "2,000 customers and 18 months of orders with refunds, guests and several currencies, made up.",
      "connect.sample.already_loaded": "The sample company is in here already.",
      "connect.sample.not_loaded": "The sample company is not in here.",
      "connect.sample.is_loading": "The sample company is being loaded.",
      "connect.sample.is_removing": "The sample company is being taken out.",
      "connect.sample.is_being_removed": "The sample company is being taken out.",
    },
    ms: {
      load: "Muatkan syarikat contoh",
      loading: "Memuatkan syarikat contoh",
      removing: "Mengeluarkan syarikat contoh",
      remove: "Keluarkan syarikat contoh",
      removeTitle: "Keluarkan syarikat contoh?",
      removeText:
        "Pelanggan, produk dan pesanannya hilang selama-lamanya. Apa yang anda masukkan atau sambungkan sendiri kekal.",
      loaded: "Syarikat contoh ada di sini: pelanggan, produk dan pesanan rekaan selama 18 bulan.",
      what: "2,000 pelanggan dan 18 bulan pesanan dengan bayaran balik, tetamu dan beberapa mata wang, semuanya rekaan.",
      "connect.sample.already_loaded": "Syarikat contoh sudah ada di sini.",
      "connect.sample.not_loaded": "Syarikat contoh tiada di sini.",
      "connect.sample.is_loading": "Syarikat contoh sedang dimuatkan.",
      "connect.sample.is_removing": "Syarikat contoh sedang dikeluarkan.",
      "connect.sample.is_being_removed": "Syarikat contoh sedang dikeluarkan.",
    },
  }),
);
