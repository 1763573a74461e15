import { z } from "zod";
import { contact, sensitive } from "#kernel/classes.ts";
import { blocked, get, id, instant, post } from "#kernel/contract.ts";
import { Language, PaperRef } from "../links/links.contract.ts";

const SendingId = id("sending");
export type SendingId = z.output<typeof SendingId>;

/** What it is for: the paper itself, that it is still to be paid, or what a customer owes over a time. */
export const SendingKind = z.enum(["paper", "reminder", "statement"]);
export type SendingKind = z.output<typeof SendingKind>;
const OfPaper = SendingKind.exclude(["statement"]);
export type KindOfPaper = z.output<typeof OfPaper>;

/** Waiting here · on its way to a mail server · taken by it · it will never leave. */
export const SendingState = z.enum(["waiting", "leaving", "left", "failed"]);
export type SendingState = z.output<typeof SendingState>;

export const Sending = z.object({
  id: SendingId,
  kind: SendingKind,
  email: contact(z.string()),
  title: sensitive(z.string()),
  text: sensitive(z.string()),
  language: Language,
  state: SendingState,
  /** Why it will never leave: a reason's code. */
  failure: z.string().nullable(),
  /** Blank: the house itself. */
  senderName: z.string(),
  createdAt: instant(),
  leftAt: instant().nullable(),
});
export type Sending = z.output<typeof Sending>;

export const Letter = z.object({ title: sensitive(z.string()), text: sensitive(z.string()) });

/** A letter as somebody wrote it. */
export const written = {
  email: contact(z.email("email.invalid").max(254, "field.too_long")),
  title: sensitive(z.string().trim().min(1, "field.required").max(200, "field.too_long")),
  text: sensitive(z.string().trim().min(1, "field.required").max(5_000, "field.too_long")),
  language: Language,
};

const at = "/api/finance/sendings";
const of = { paper: PaperRef };
export const sendings = {
  /** The newest first, at most 50. */
  list: get(
    at,
    z.object(of),
    z.object({ rows: z.array(Sending), blocked: z.object({ send: blocked() }) }),
  ),
  /** What would be written, in both languages; which one they were written to in last, if ever. */
  letter: get(
    `${at}/letter`,
    z.object({ ...of, kind: OfPaper.default("paper") }),
    z.object({
      email: contact(z.string()),
      language: Language.nullable(),
      en: Letter,
      ms: Letter,
    }),
  ),
  send: post(
    at,
    z.object({
      ...of,
      kind: OfPaper.default("paper"),
      ...written,
    }),
    Sending,
  ),
};
