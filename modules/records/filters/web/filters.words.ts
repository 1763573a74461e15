import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

reasons(
  words("records.filters.reasons", {
    en: {
      "records.filter.unreadable": "This is no filter that can be read.",
      "records.filter.unknown_field": "The filter names a field that is not there any more.",
      "records.filter.unknown_relation": "The filter names records that do not hang on these.",
      "records.filter.wrong_operator": "This field cannot be compared in this way.",
      "records.filter.no_number": "Say at least how many.",
      "records.filter.too_deep": "Groups can stand in each other five deep.",
      "records.filter.too_many_conditions": "A filter has at most 50 conditions.",
    },
    ms: {
      "records.filter.unreadable": "Ini bukan tapisan yang dapat dibaca.",
      "records.filter.unknown_field": "Tapisan ini menamakan medan yang sudah tiada.",
      "records.filter.unknown_relation": "Tapisan ini menamakan rekod yang tidak berkait.",
      "records.filter.wrong_operator": "Medan ini tidak dapat dibandingkan dengan cara ini.",
      "records.filter.no_number": "Nyatakan sekurang-kurangnya berapa.",
      "records.filter.too_deep": "Kumpulan boleh bertingkat hingga lima.",
      "records.filter.too_many_conditions": "Satu tapisan mempunyai paling banyak 50 syarat.",
    },
  }),
);
