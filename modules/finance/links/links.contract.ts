import { z } from "zod";
import { secret } from "#kernel/classes.ts";
import { blocked, get, id, instant, post } from "#kernel/contract.ts";
import { type IdKind, readId, showId } from "#kernel/ids.ts";

const PaperLinkId = id("paper_link");
export type PaperLinkId = z.output<typeof PaperLinkId>;

/** Papers that are sent to customers and have an address where they are seen. */
export type PaperType = "invoice" | "quote";
export type PaperRef = { readonly type: PaperType; readonly id: string };

const refOf = <Of extends PaperType & IdKind>(type: Of) =>
  z.codec(id(type).in, z.custom<PaperRef>(), {
    decode: (shown, ctx) => {
      const read = readId(type, shown);
      if (read !== null) return { type, id: read };
      ctx.issues.push({ code: "custom", message: "not_an_id", input: shown });
      return z.NEVER;
    },
    encode: (ref) => showId(type, ref.id),
  });
/** A paper by its shown id, whatever kind it is. */
export const PaperRef = z.union([refOf("invoice"), refOf("quote")]);

export const Language = z.enum(["en", "ms"]);

export const PaperLink = z.object({
  id: PaperLinkId,
  madeAt: instant(),
  /** By anybody who has the address: filters of mail open links too. */
  firstOpenedAt: instant().nullable(),
  lastOpenedAt: instant().nullable(),
  openedCount: z.int(),
});

const PaperLinkOf = z.object({
  link: PaperLink.nullable(),
  blocked: z.object({ open: blocked(), revoke: blocked() }),
});

const at = "/api/finance/links";
export const links = {
  get: get(at, z.object({ paper: PaperRef }), PaperLinkOf),
  /** The address of a paper: the one that stands, or a new one. */
  open: post(
    at,
    z.object({ paper: PaperRef, language: Language.default("en") }),
    z.object({ url: secret(z.string()) }),
  ),
  /** Closes it for good: what was sent leads nowhere any more. */
  revoke: post(`${at}/:id/revoke`, z.object({ id: PaperLinkId }), PaperLinkOf),
};
