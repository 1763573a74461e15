import type { Id } from "#kernel/ids.ts";

/** A mail of the house to a person: written to the outbox in a transaction, sent by the worker. */
export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** What it is for: `accounts.verify`. Kept with the outbox row. */
  readonly kind: string;
};

/**
 * A mail of a company to somebody it deals with. Whom it goes to stands in what is sealed: the house keeps no address of a
 * company's customers, and nothing of the letter once it has left.
 */
export type Letter = Mail & {
  /** Chosen by whoever sends it: posted again, it still leaves once. */
  readonly id: Id<"mail">;
  /** Whose name stands before the house's own address. */
  readonly fromName: string;
  /** Where an answer goes; null: to the house's own address. */
  readonly replyTo: string | null;
  readonly files: readonly MailFile[];
};

export type MailFile = { readonly name: string; readonly type: string; readonly base64: string };
