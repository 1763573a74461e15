import type { Reason } from "#kernel/errors.ts";
import type { Minor } from "#kernel/money.ts";
import type { Said } from "#kernel/said.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import type { PaperToPrint } from "../invoices/printing.ts";
import type { PaperType } from "./links.contract.ts";

/** A paper as its customer sees it. */
export type PaperSeen = {
  readonly printable: Omit<PaperToPrint, "language">;
  readonly customerId: string | null;
  readonly standing: { readonly said: Said; readonly tone: "good" | "warn" | "bad" | "quiet" };
  /** What was taken off its total since. */
  readonly since: readonly { readonly said: Said; readonly minor: Minor }[];
  /** What is still asked for. */
  readonly dueMinor: Minor;
  /** A draft goes to nobody. */
  readonly whyNotSend: Reason | null;
  /** Whether it is an e-invoice by all the rules: what is not is offered to nobody. */
  readonly hasEInvoice: boolean;
  /** Whether it waits for a yes or no. */
  readonly isAsking: boolean;
};

export type Answer = {
  readonly isYes: boolean;
  /** Who said so, as they typed it. */
  readonly name: string;
  readonly note: string;
};

/**
 * A kind of paper that is sent and seen: told upwards in modules.ts, for what sends and shows knows no paper itself.
 */
export type Carried = {
  readonly type: PaperType;
  see(ctx: Ctx, id: string): Promise<PaperSeen>;
  /** As an e-invoice; null where it cannot be one. */
  eInvoice?(ctx: Ctx, id: string): Promise<{ readonly name: string; readonly xml: string } | null>;
  /** It went to whom it is for. */
  sent(ctx: CommandCtx, id: string): Promise<void>;
  /** Says yes or no to it; who does is known by nothing but the address. */
  answer?(ctx: CommandCtx, id: string, answer: Answer): Promise<Reason | null>;
};

export const carriedOf = (all: readonly Carried[], type: PaperType): Carried => {
  const found = all.find((one) => one.type === type);
  if (found === undefined) throw new Error(`nobody carries a ${type}`);
  return found;
};
