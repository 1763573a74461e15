import type { Said } from "#kernel/said.ts";
import type { Mail } from "#platform/mail/mail.ts";
import type { Reader } from "../alerts/told.ts";

/** One promise of which a probe says something new. */
export type News = { readonly id: string; readonly title: Said; readonly found: Said };

export function degradedMail(to: Reader, news: readonly News[], publicUrl: string): Mail {
  const lines = (language: "en" | "ms") =>
    news
      .map(({ id, title, found }) => `${id}  ${title[language]}\n     ${found[language]}`)
      .join("\n\n");
  const link = `${publicUrl}/trust`;
  const whose = to.companyName ?? "Kaunter";
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "trust.degraded",
        subject: `Satu janji tidak dipenuhi: ${whose}`,
        text: `${greeting(to)}sistem menguji perlindungannya sendiri dan mendapati bahawa ini tidak seperti yang dijanjikan:

${lines("ms")}

Pengendali rumah ini telah diberitahu pada masa yang sama. Apa yang telah dicuba dan apa yang ditemui ada di halaman Amanah:
${link}
`,
      }
    : {
        to: to.email,
        kind: "trust.degraded",
        subject: `A promise is not kept: ${whose}`,
        text: `${greeting(to)}the system tried its own protection and found that this is not as promised:

${lines("en")}

${to.isOperator ? "The Admins of the companies concerned were told at the same time." : "Whoever operates this house was told at the same time."} What was tried and what was found stands on the Trust page:
${link}
`,
      };
}

export function keptAgainMail(to: Reader, news: readonly News[], publicUrl: string): Mail {
  const link = `${publicUrl}/trust`;
  const whose = to.companyName ?? "Kaunter";
  const lines = (language: "en" | "ms") =>
    news.map(({ id, title }) => `${id}  ${title[language]}`).join("\n");
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "trust.kept_again",
        subject: `Dipenuhi semula: ${whose}`,
        text: `${greeting(to)}sistem mencuba semula dan mendapati semuanya seperti yang dijanjikan:

${lines("ms")}

Sejarahnya ada di halaman Amanah: ${link}
`,
      }
    : {
        to: to.email,
        kind: "trust.kept_again",
        subject: `Kept again: ${whose}`,
        text: `${greeting(to)}the system tried again and found it as promised:

${lines("en")}

Its history stands on the Trust page: ${link}
`,
      };
}

const greeting = ({ name, locale }: Reader): string =>
  name === "" ? "" : `${locale === "ms" ? "Salam" : "Hello"} ${name},\n\n`;
