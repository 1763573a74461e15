import type { Reason } from "#kernel/errors.ts";
import type { REASONS } from "./duplicates.contract.ts";

/** What each likeness counts, of 100: together they say how likely two are one. */
export const POINTS: Readonly<Record<(typeof REASONS)[number], number>> = {
  /** One mailbox, written in two ways. */
  email: 60,
  /** One number in E.164. */
  phone: 40,
  /** The last eight digits, where one was never read. */
  phone_tail: 30,
  name: 30,
  name_near: 25,
  address: 25,
};

/** Below it two have a phone or a name in common, as families and namesakes do. */
export const SCORE_MIN = 50;

/** More customers than this behind one key: it says nothing about anybody. */
export const BLOCK_MAX = 30;

export const whyNotDecide = (oneId: string, otherId: string): Reason | null =>
  oneId === otherId ? "crm.merge.is_the_same" : null;
