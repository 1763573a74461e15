import { createTransport, type Transporter } from "nodemailer";
import { transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { openMailbox } from "./mailbox.ts";
import {
  type DueMail,
  deleteOldMails,
  lockDueMails,
  markMailFailed,
  markMailGivenUp,
  markMailSent,
} from "./mails.sql.ts";
import { openMail } from "./outbox.ts";

/** Sends what the outbox holds. One a process that does the worker's part. */
export type Mailer = {
  /** Sends what is due now, and says how many left. */
  sendDue(): Promise<number>;
  /** Finishes what is on its way. */
  close(): Promise<void>;
};

const LOOK_EVERY_MS = 1_000;
const AT_ONCE = 10;
const LEASE_MS = 5 * 60_000;
const KEPT_MS = 30 * 86_400_000;
/** After the n-th failure; past the last one the mail is given up, about a day later. */
const RETRY_AFTER_S = [5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800];

/**
 * Starts sending. Looks once a second, which is one indexed read, so that a link is in the mailbox while its reader still
 * waits for it, whichever process wrote it. With `isLooking` false it sends only when asked.
 */
export async function openMailer(house: House, isLooking = true): Promise<Mailer> {
  const { smtpUrl, isSmtpTlsRequired } = house.config;
  const mailbox = smtpUrl === null ? await openMailbox(house) : null;
  const transport =
    mailbox === null
      ? transportTo(smtpUrl ?? "", isSmtpTlsRequired)
      : transportTo(mailbox.smtpUrl, false);
  if (mailbox !== null && house.config.publicUrl.startsWith("https:"))
    house.log.warn("no KAUNTER_SMTP_URL: mail reaches nobody but the mailbox on this machine");
  let sending: Promise<number> | null = null;
  let lastTidied = 0;

  const sendDue = (): Promise<number> => {
    sending ??= send(house, transport).finally(() => {
      sending = null;
    });
    return sending;
  };
  const look = async () => {
    try {
      await sendDue();
      if (house.now().getTime() - lastTidied < 3_600_000) return;
      lastTidied = house.now().getTime();
      const before = new Date(lastTidied - KEPT_MS);
      await transaction(house.control, "read write", (db) => deleteOldMails(db, before));
    } catch (error) {
      house.log.error({ err: error }, "mail could not be looked for");
    }
  };
  const timer = isLooking ? setInterval(() => void look(), LOOK_EVERY_MS).unref() : undefined;

  return {
    sendDue,
    close: async () => {
      clearInterval(timer);
      await sending?.catch(() => {});
      transport.close();
      await mailbox?.close();
    },
  };
}

/** Where TLS is required, a server that does not offer it gets nothing. */
function transportTo(smtpUrl: string, isTlsRequired: boolean): Transporter {
  const url = new URL(smtpUrl);
  const secure = url.protocol === "smtps:";
  return createTransport({
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: isTlsRequired && !secure,
    ...(url.username === ""
      ? {}
      : {
          auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
        }),
    pool: true,
    maxConnections: 2,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    // A mail carries text of ours only: nothing is ever read from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

async function send(house: House, transport: Transporter): Promise<number> {
  let sent = 0;
  for (;;) {
    const now = house.now();
    const lease = new Date(now.getTime() + LEASE_MS);
    const due = await transaction(house.control, "read write", (db) =>
      lockDueMails(db, now, lease, AT_ONCE),
    );
    const results = await Promise.all(due.map((mail) => sendOne(house, transport, mail)));
    sent += results.filter(Boolean).length;
    if (due.length < AT_ONCE) return sent;
  }
}

/**
 * Between the other side's "taken" and our mark lies a moment in which a crash leaves us unsure. Then the mail goes once
 * more under the same Message-ID, by which mailboxes know it again: twice is a nuisance, never locks somebody out. But
 * once more only: a mail that we are unsure of twice is given up.
 */
async function sendOne(house: House, transport: Transporter, mail: DueMail): Promise<boolean> {
  const mark = (work: Parameters<typeof transaction<number>>[2]) =>
    transaction(house.control, "read write", work);
  if (mail.unsureCount > 1) {
    await mark((db) => markMailGivenUp(db, mail.id, house.now(), "unsure twice whether it left"));
    return false;
  }
  try {
    await transport.sendMail(messageOf(house, mail));
  } catch (error) {
    const failure = failureOf(error);
    const waitS = RETRY_AFTER_S[mail.triesCount - 1];
    const isOver = failure.isFinal || waitS === undefined;
    house.log.warn({ mail: mail.id, kind: mail.kind, err: error, isOver }, "a mail did not leave");
    const now = house.now();
    await mark((db) =>
      isOver
        ? markMailGivenUp(db, mail.id, now, failure.text)
        : markMailFailed(db, mail.id, {
            dueAt: new Date(now.getTime() + waitS * 1000),
            error: failure.text,
            isUnsure: failure.isUnsure,
          }),
    );
    return false;
  }
  await mark((db) => markMailSent(db, mail.id, house.now()));
  return true;
}

function messageOf(house: House, { id, recipient, sealed }: DueMail) {
  const { mailFrom } = house.config;
  const opened = openMail(house.keys, id, sealed);
  const { subject, text, fromName, replyTo, files = [] } = opened;
  const own = /([^\s<>]+@[^\s<>@]+?)>?$/.exec(mailFrom)?.[1] ?? "kaunter@localhost";
  return {
    // As objects: an address or a name that was typed in can then never become a second one.
    to: { name: "", address: opened.to ?? recipient },
    from: fromName === undefined ? mailFrom : { name: fromName, address: own },
    ...(replyTo != null && { replyTo: { name: fromName ?? "", address: replyTo } }),
    subject,
    text,
    messageId: `<${id}@${own.split("@")[1]}>`,
    // A company's letter is written by people, and may be answered.
    ...(fromName === undefined && { headers: { "Auto-Submitted": "auto-generated" } }),
    attachments: files.map((file) => ({
      filename: file.name,
      contentType: file.type,
      content: Buffer.from(file.base64, "base64"),
    })),
  };
}

/** What can have happened before any of the mail was taken. */
const BEFORE_IT_LEFT = new Set(["ECONNECTION", "EDNS", "ETLS", "EAUTH", "EENVELOPE", "ESOCKET"]);

const REFUSED_FOR_GOOD = new Set(["EENVELOPE", "EMESSAGE"]);

function failureOf(error: unknown): { text: string; isFinal: boolean; isUnsure: boolean } {
  const { code, responseCode, message } = error as {
    code?: string;
    responseCode?: number;
    message?: string;
  };
  const isAnswered = responseCode !== undefined;
  return {
    text: `${code ?? "failed"} ${responseCode ?? ""} ${message ?? ""}`.slice(0, 300),
    // A wrong password of ours is ours to repair; a mailbox that does not exist never will.
    isFinal: isAnswered && responseCode >= 500 && REFUSED_FOR_GOOD.has(code ?? ""),
    isUnsure: !isAnswered && !BEFORE_IT_LEFT.has(code ?? ""),
  };
}
