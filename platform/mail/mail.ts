/** A mail of the house to a person: written to the outbox in a transaction, sent by the worker. */
export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** What it is for: `accounts.verify`. Kept with the outbox row. */
  readonly kind: string;
};
