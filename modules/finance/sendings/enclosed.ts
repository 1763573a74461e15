import type { Day } from "#kernel/day.ts";
import type { Language } from "#kernel/said.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Carried } from "../links/carried.ts";

/** What goes along with a letter, and who it is from. */
export type Enclosure = {
  readonly seller: { readonly legalName: string; readonly email: string };
  readonly name: string;
  readonly pdf: Buffer;
};

/** What can be enclosed: told upwards in modules.ts. */
export type Enclosed = {
  readonly papers: readonly Carried[];
  statement(
    ctx: CommandCtx,
    of: {
      readonly customerId: string;
      readonly from: Day;
      readonly to: Day;
      readonly language: Language;
      readonly currency?: string | undefined;
    },
  ): Promise<Enclosure>;
};
