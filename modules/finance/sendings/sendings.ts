import { newId } from "#kernel/ids.ts";
import type { Language } from "#kernel/said.ts";
import { tellTimeline } from "#modules/records/records.public.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { bare, dayOn } from "#platform/paper/paper.ts";
import type { PaperSeen } from "../links/carried.ts";
import type { PaperRef } from "../links/links.contract.ts";
import { letterFor, type ToWrite } from "./letters.rules.ts";
import type { KindOfPaper, Sending, SendingId, SendingKind } from "./sendings.contract.ts";
import {
  insertSending,
  type SendingRow,
  selectLastLanguage,
  selectSendings,
} from "./sendings.sql.ts";

export const TOPIC = "finance.sendings";
export const POST = "finance.sendings.post";

/** What would be written about a paper. */
export const writtenFor = (seen: PaperSeen, kind: KindOfPaper, today: string, language: Language) =>
  letterFor(kind, toWrite(seen, today, language), language);

function toWrite(
  { printable: { drawn, seller, dueOn }, dueMinor }: PaperSeen,
  today: string,
  language: Language,
): ToWrite {
  const money = (minor: number) => `${drawn.currency} ${bare(minor, drawn.currency)}`;
  return {
    paper: drawn.kind,
    number: drawn.number ?? "",
    seller: seller.legalName,
    buyer: drawn.buyer.attention || drawn.buyer.name,
    total: money(drawn.figures.payableMinor),
    due: money(dueMinor),
    ...{ dueOn, dueText: dayOn(dueOn, language), today },
  };
}

/** The language somebody was written to in last. */
export const languageFor = (
  ctx: Pick<CommandCtx, "db">,
  email: string,
): Promise<Language | null> =>
  email === "" ? Promise.resolve(null) : selectLastLanguage(ctx.db, email);

export type ToSend = {
  readonly paper: PaperRef;
  readonly kind: KindOfPaper;
  readonly email: string;
  readonly title: string;
  readonly text: string;
  readonly language: Language;
};

type Written = Pick<ToSend, "email" | "title" | "text" | "language">;
type About = Pick<SendingRow, "paperType" | "paperId" | "kind" | "fromOn" | "toOn" | "currency"> & {
  /** As the log and the customer's timeline call it. */
  readonly name: string;
  readonly number: string | null;
  readonly customerId: string | null;
};

/** Writes a letter with a paper down and leaves it to the worker: it leaves if this transaction commits, and once. */
export function leaveSending(
  ctx: CommandCtx,
  seen: PaperSeen,
  { paper, kind, ...written }: ToSend,
): Promise<SendingRow> {
  const { number, buyer } = seen.printable.drawn;
  return leaveLetter(ctx, written, {
    ...{ paperType: paper.type, paperId: paper.id, kind, fromOn: null, toOn: null, currency: null },
    ...{ name: number ?? buyer.name, number, customerId: seen.customerId },
  });
}

/** The same with any paper. */
export async function leaveLetter(
  ctx: CommandCtx,
  { email, title, text, language }: Written,
  { name, number, customerId, ...about }: About,
): Promise<SendingRow> {
  const id: SendingId = newId<"sending">();
  const isPerson = ctx.actor.kind === "person";
  const row = {
    ...about,
    ...{ id, recipient: email, title, body: text, language, createdAt: ctx.now },
    senderName: isPerson ? ctx.actor.name : "",
  };
  await insertSending(ctx.db, row, isPerson ? ctx.actor.id : null);
  await ctx.later(POST, { id });
  // The address stands in the sending, which can be erased; the log is for good.
  await ctx.audit(
    { type: about.paperType, id: about.paperId, name },
    { sending: id, kind: about.kind, language },
  );
  if (customerId !== null)
    await tellTimeline(ctx, [
      {
        ...{ subjectType: "customer", subjectId: customerId, key: `finance.sending:${id}` },
        kind: TOLD[about.kind],
        at: ctx.now,
        detail: { number },
      },
    ]);
  ctx.tell(TOPIC);
  return { ...row, state: "waiting", failure: null, leftAt: null };
}

const TOLD: Readonly<Record<SendingKind, string>> = {
  paper: "finance.paper.sent",
  reminder: "finance.paper.reminded",
  statement: "finance.statement.sent",
};

/** The newest first: what was sent of one paper, or to a customer about what they owe. */
export const sendingsOf = async (
  ctx: Pick<CommandCtx, "db">,
  of: { readonly type: SendingRow["paperType"]; readonly id: string },
): Promise<Sending[]> => (await selectSendings(ctx.db, of, SHOWN_MAX)).map(shownOf);

const SHOWN_MAX = 50;

export const shownOf = ({
  recipient,
  body,
  paperType: _,
  paperId: __,
  fromOn: ___,
  currency: _____,
  toOn: ____,
  ...row
}: SendingRow): Sending => ({ ...row, email: recipient, text: body });
