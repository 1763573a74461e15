import { reasons } from "#ui/words/reasons.words.ts";
import { words } from "#ui/words.ts";

/** Said among the members of a company, and among the companies of a person. */
reasons(
  words("companies.members.last_admin", {
    en: {
      "companies.member.last_admin":
        "The company needs somebody who may do everything. Make another member Admin first.",
      "companies.member.disabled": "An Admin there has closed this company to you. Ask them.",
    },
    ms: {
      "companies.member.last_admin":
        "Syarikat memerlukan seseorang yang boleh membuat segala-galanya. Jadikan ahli lain Pentadbir dahulu.",
      "companies.member.disabled":
        "Seorang Pentadbir di sana telah menutup syarikat ini kepada anda. Tanya mereka.",
    },
  }),
);
