import { readFileSync } from "node:fs";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Problem } from "#kernel/errors.ts";
import { readId, showId } from "#kernel/ids.ts";
import { transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { isFromHere } from "#platform/http/guards.ts";
import { html, linked, type Markup, page } from "#platform/http/markup.ts";
import { selectMailbox, selectMailboxMail } from "./mailbox.sql.ts";
import { type MailboxMail, readMailboxMail } from "./mailbox.ts";

const CSS = readFileSync(new URL("./mailbox.css", import.meta.url), "utf8");

const WORDS = {
  en: {
    title: "Mailbox of this machine",
    about:
      "This Kaunter has no mail server, so its mail arrives here and leaves to nobody. Set KAUNTER_SMTP_URL to send it.",
    none: "No mail yet.",
    back: "All mail",
    from: "From",
    to: "To",
  },
  ms: {
    title: "Peti mel mesin ini",
    about:
      "Kaunter ini tiada pelayan mel, jadi melnya tiba di sini dan tidak dihantar kepada sesiapa. Tetapkan KAUNTER_SMTP_URL untuk menghantarnya.",
    none: "Belum ada mel.",
    back: "Semua mel",
    from: "Daripada",
    to: "Kepada",
  },
} as const;
type Words = (typeof WORDS)[keyof typeof WORDS];

/** The pages of the built-in mailbox. They exist only where mail goes there, and only for who sits at this machine. */
export function showMailbox(room: FastifyInstance, house: House): void {
  if (house.config.smtpUrl !== null) return;
  room.register((inner, _options, ready) => {
    inner.addHook("onRequest", (request, reply, done) => {
      reply.header("cache-control", "no-store");
      done(isFromHere(request) ? undefined : new Problem("not_found", "route.not_found"));
    });
    inner.get("/mailbox", async (request, reply) => {
      const rows = await transaction(house.control, "read only", selectMailbox);
      const mails = rows.map((row) => readMailboxMail(house.keys, row));
      const words = wordsFor(request);
      return show(reply, words, listOf(mails, words));
    });
    inner.get<{ Params: { id: string } }>("/mailbox/:id", async (request, reply) => {
      const id = readId("mail", request.params.id);
      const row =
        id === null
          ? null
          : await transaction(house.control, "read only", (db) => selectMailboxMail(db, id));
      if (row === null) throw new Problem("not_found", "mail.not_found");
      const words = wordsFor(request);
      return show(reply, words, mailOf(readMailboxMail(house.keys, row), words, house));
    });
    inner.get<{ Params: { id: string; at: string } }>(
      "/mailbox/:id/:at",
      async (request, reply) => {
        const { id: shown, at } = request.params;
        const id = readId("mail", shown);
        const row =
          id === null
            ? null
            : await transaction(house.control, "read only", (db) => selectMailboxMail(db, id));
        const file = row === null ? undefined : readMailboxMail(house.keys, row).files[Number(at)];
        if (file === undefined) throw new Problem("not_found", "mail.not_found");
        return reply
          .type("application/octet-stream")
          .header(
            "content-disposition",
            `attachment; filename="${file.name.replace(/[^\w.-]/g, "_")}"`,
          )
          .send(Buffer.from(file.base64, "base64"));
      },
    );
    inner.get("/mailbox/style.css", (_request, reply) =>
      reply.type("text/css; charset=utf-8").send(CSS),
    );
    ready();
  });
}

const wordsFor = (request: FastifyRequest): Words =>
  /^\s*ms\b/i.test(request.headers["accept-language"] ?? "") ? WORDS.ms : WORDS.en;

const show = (reply: FastifyReply, words: Words, main: Markup): FastifyReply =>
  reply.type("text/html; charset=utf-8").send(
    page({
      language: words === WORDS.ms ? "ms" : "en",
      title: words.title,
      stylesheet: "/mailbox/style.css",
      main,
    }),
  );

const listOf = (mails: readonly MailboxMail[], words: Words): Markup => html`
  <h1>${words.title}</h1>
  <p class="about">${words.about}</p>
  ${mails.length === 0 ? html`<p>${words.none}</p>` : html`<ol>${mails.map(rowOf)}</ol>`}`;

const rowOf = (mail: MailboxMail): Markup => html`
  <li><a href="/mailbox/${showId("mail", mail.id)}">
    <strong>${mail.subject}</strong> <span>${mail.to}</span>
    <time datetime="${mail.receivedAt.toISOString()}">${shortTime(mail.receivedAt)}</time>
  </a></li>`;

const mailOf = (mail: MailboxMail, words: Words, house: House): Markup => html`
  <p><a href="/mailbox">${words.back}</a></p>
  <h1>${mail.subject}</h1>
  <dl>
    <dt>${words.from}</dt><dd>${mail.from}</dd>
    <dt>${words.to}</dt><dd>${mail.to}</dd>
  </dl>
  <pre>${linked(mail.text, house.config.publicUrl)}</pre>
  ${
    mail.files.length === 0
      ? html``
      : html`<ul>${mail.files.map(
          ({ name }, at) => html`
      <li><a href="/mailbox/${showId("mail", mail.id)}/${at}">${name}</a></li>`,
        )}</ul>`
  }`;

/** In UTC: the house does not know the reader's zone, and the exact moment is on the element. */
const shortTime = (moment: Date): string =>
  `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
