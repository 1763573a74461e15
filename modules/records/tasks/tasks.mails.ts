import type { Mail } from "#platform/mail/mail.ts";

type To = { readonly email: string; readonly name: string; readonly locale: "en" | "ms" };
type Said = { readonly company: string; readonly link: string; readonly settings: string };

/** What somebody entered must not break a subject into lines. */
const onOneLine = (text: string): string => text.replace(/\s+/g, " ").slice(0, 100);

const listOf = (titles: readonly string[]): string =>
  titles.map((title) => `- ${onOneLine(title)}`).join("\n");

export function givenMail(
  to: To,
  { company, link, settings, title }: Said & { readonly title: string },
): Mail {
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "records.task_given",
        subject: `Tugas untuk anda: ${onOneLine(title)}`,
        text: `Salam ${to.name},

Satu tugas di ${onOneLine(company)} diberi kepada anda:

${listOf([title])}

Lihat tugas anda:

${link}

Tidak mahu mel seperti ini? Matikan di ${settings}
`,
      }
    : {
        to: to.email,
        kind: "records.task_given",
        subject: `A task for you: ${onOneLine(title)}`,
        text: `Hello ${to.name},

A task at ${onOneLine(company)} was given to you:

${listOf([title])}

See your tasks:

${link}

Do not want such mails? Switch them off at ${settings}
`,
      };
}

export function dueMail(
  to: To,
  { company, link, settings, titles }: Said & { readonly titles: readonly string[] },
): Mail {
  const count = titles.length;
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "records.tasks_due",
        subject: `${count} tugas perlu siap hari ini`,
        text: `Salam ${to.name},

Perlu siap di ${onOneLine(company)}:

${listOf(titles)}

Lihat tugas anda:

${link}

Tidak mahu mel seperti ini? Matikan di ${settings}
`,
      }
    : {
        to: to.email,
        kind: "records.tasks_due",
        subject: count === 1 ? "1 task is due today" : `${count} tasks are due today`,
        text: `Hello ${to.name},

Due at ${onOneLine(company)}:

${listOf(titles)}

See your tasks:

${link}

Do not want such mails? Switch them off at ${settings}
`,
      };
}
