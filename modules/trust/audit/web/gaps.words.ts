import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

export const gapWords = reasons(
  words("trust.audit.gaps", {
    en: {
      acknowledge: "Say why…",
      acknowledgeTitle: "Why is a part of the log gone?",
      acknowledgeText:
        "After a restored backup, what was written since the backup is not in the log any more. Say so, and the log is held to what is there now. Your explanation is signed by the house, stands here for ever, and goes along with every download. What is tampered with is still found.",
      acknowledgeVerb: "Sign the explanation",
      acknowledged: "The explanation is being signed",
      reason: "What happened",
      explained: {
        one: "1 gap was explained",
        other: "{{count}} gaps were explained",
      },
      gap: "{{when}} · {{by}}: {{reason}} ({{count}} signed places are gone)",
      "trust.audit.no_gap": "Nothing is gone from the log as it was last looked through.",
      "trust.audit.not_a_gap":
        "Entries were changed or taken out one by one. That is no gap that can be explained.",
    },
    ms: {
      acknowledge: "Nyatakan sebabnya…",
      acknowledgeTitle: "Mengapa sebahagian log hilang?",
      acknowledgeText:
        "Selepas sandaran dipulihkan, apa yang ditulis sejak sandaran itu tiada lagi dalam log. Nyatakannya, dan log akan dipadankan dengan apa yang ada sekarang. Penjelasan anda ditandatangani oleh pemasangan ini, kekal di sini selamanya, dan disertakan dalam setiap muat turun. Apa yang diusik tetap dikesan.",
      acknowledgeVerb: "Tandatangani penjelasan",
      acknowledged: "Penjelasan sedang ditandatangani",
      reason: "Apa yang berlaku",
      explained: "{{count}} jurang telah diterangkan",
      gap: "{{when}} · {{by}}: {{reason}} ({{count}} tempat bertandatangan telah hilang)",
      "trust.audit.no_gap": "Tiada apa yang hilang daripada log seperti yang terakhir diperiksa.",
      "trust.audit.not_a_gap":
        "Catatan diubah atau dibuang satu demi satu. Itu bukan jurang yang boleh diterangkan.",
    },
  }),
);
