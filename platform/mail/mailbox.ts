import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { newId } from "#kernel/ids.ts";
import type { Keyring } from "#platform/crypto/keyring.ts";
import { transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { deleteMailboxBeyond, insertMailboxMail, type MailboxRow } from "./mailbox.sql.ts";
import { type Received, readMail } from "./received.rules.ts";

/** A mail as the built-in mailbox shows it. */
export type MailboxMail = {
  readonly id: string;
  readonly receivedAt: Date;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly files: Received["files"];
};

type Kept = Omit<MailboxMail, "id" | "receivedAt">;

const SIZE_MAX_BYTES = 8 * 1024 * 1024;
const KEPT_COUNT = 200;
const PURPOSE = "mailbox";

/**
 * The mail server of a house that has none: real SMTP on a port of this machine, so that what is tried out here is what
 * runs elsewhere. It delivers to nobody; its mails are read at /mailbox, sealed at rest like the outbox's.
 */
export async function openMailbox(
  house: House,
): Promise<{ smtpUrl: string; close(): Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    size: SIZE_MAX_BYTES,
    banner: "Kaunter's mailbox on this machine",
    onData: (stream, _session, done) => {
      buffer(stream)
        .then((raw) => keep(house, readMail(raw)))
        .then(
          () => done(),
          (error: Error) => {
            house.log.error({ err: error }, "the mailbox could not keep a mail");
            done(error);
          },
        );
    },
  });
  server.on("error", (error) => house.log.warn({ err: error }, "the mailbox's mail server"));
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function keep(house: House, { messageId, ...said }: Received): Promise<void> {
  const id = newId<"mail">();
  const kept: Kept = said;
  const sealed = house.keys.sealForHouse(PURPOSE, placeOf(id), JSON.stringify(kept));
  await transaction(house.control, "read write", async (db) => {
    const mail = { id, messageId: messageId ?? randomUUID(), sealed, now: house.now() };
    await insertMailboxMail(db, mail);
    await deleteMailboxBeyond(db, KEPT_COUNT);
  });
}

export function readMailboxMail(
  keys: Keyring,
  { id, receivedAt, sealed }: MailboxRow,
): MailboxMail {
  const kept: Kept = JSON.parse(keys.openForHouse(PURPOSE, placeOf(id), sealed).toString());
  // Those of before files went along have none.
  return { ...kept, files: kept.files ?? [], id, receivedAt };
}

const placeOf = (id: string): string => `mailbox_mails.sealed:${id}`;
