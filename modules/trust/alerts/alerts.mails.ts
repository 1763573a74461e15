import type { Said } from "#kernel/said.ts";
import type { Mail } from "#platform/mail/mail.ts";
import type { Reader } from "./told.sql.ts";

type AlertWords = { readonly title: Said; readonly text: Said; readonly advice: Said };
type Facts = { readonly network: string | null; readonly at: Date };

export function alertMail(to: Reader, words: AlertWords, facts: Facts, publicUrl: string): Mail {
  const { title, text, advice } = words;
  const language = to.locale;
  const whose = to.companyName ?? "Kaunter";
  const when = `${facts.at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const link = `${publicUrl}/trust/alerts`;
  const said = { en: "Seen", ms: "Dilihat" }[language];
  const from = { en: "From the network", ms: "Dari rangkaian" }[language];
  const ending = {
    en: to.isOperator
      ? "The Admins of the companies concerned were told as well."
      : `All alerts: ${link}`,
    ms: to.isOperator ? "Admin syarikat yang terlibat turut diberitahu." : `Semua amaran: ${link}`,
  }[language];
  const greeting = to.name === "" ? "" : `${language === "ms" ? "Salam" : "Hello"} ${to.name},\n\n`;
  return {
    to: to.email,
    kind: "trust.alert",
    subject: `${title[language]}: ${whose}`,
    text: `${greeting}${text[language]}

${said}: ${when}${facts.network === null ? "" : `\n${from}: ${facts.network}`}

${advice[language]}

${ending}
`,
  };
}
