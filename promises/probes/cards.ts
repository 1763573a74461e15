import { z } from "zod";
import { done, post } from "#kernel/contract.ts";
import { perform as performAction } from "#platform/actions/action.ts";
import { withoutCards } from "#platform/privacy/cards.rules.ts";
import { type CompanyProbe, controlled, DAY_MINUTES, degradedAs, keptAs } from "./probe.ts";

/** A number that the schemes publish for trying: nobody's card. */
const CARD = "4111 1111 1111 1111";
const LOOKED_AT = 500;

/** Types a card's number where everything that is typed comes in, and reads what people typed last. */
export const cards: CompanyProbe = {
  name: "cards",
  of: "company",
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Typed a card number as somebody would into a form, and read the newest notes and changes of your company for any.",
    ms: "Menaip nombor kad seperti dalam borang, dan membaca nota serta perubahan terbaharu syarikat anda untuk mencarinya.",
  },
  finds: {
    masked: {
      en: "It was masked before anything could be stored; none stands in the {{texts}} newest texts.",
      ms: "Ia ditopengkan sebelum apa-apa dapat disimpan; tiada dalam {{texts}} teks terbaharu.",
    },
    passed: {
      en: "A card number that was typed reached the place where it would be stored.",
      ms: "Nombor kad yang ditaip sampai ke tempat ia akan disimpan.",
    },
    stored: {
      en: "{{count}} of the newest texts hold what looks like a card number.",
      ms: "{{count}} teks terbaharu mengandungi sesuatu seperti nombor kad.",
    },
  },
  control: controlled(
    "a door that lets a card's number in, and one that is stored, turn the cards' probe red",
  ),
  async run({ house, perform = performAction }, access) {
    let heard: string | null = null;
    const typed = {
      door: "company",
      kind: "command",
      does: post("/api/trust/promises/try", z.object({ text: z.string() }), done),
      needs: "trust.promises.try",
      isForCancelled: true,
      run: (_ctx: unknown, { text }: { text: string }) => {
        heard = text;
        return Promise.reject(new Error("nothing is done"));
      },
    } as const;
    const somebody = {
      access,
      actor: {
        kind: "system",
        id: null,
        name: "trust.promises.try",
        permissions: new Set(["trust.promises.try"]),
      },
      request: { id: "trust.promises.try", ip: null, userAgent: null },
      now: house.now(),
    } as const;
    await perform(typed as never, house, somebody, { text: `Kad: ${CARD}` }).catch(() => undefined);
    if (heard !== `Kad: •••• 1111`) return degradedAs("passed");
    const { rows } = await access.pool.query<{ text: string }>(
      `(select text from notes order by created_at desc limit $1)
        union all
       (select change::text from audit_entries where actor_kind = 'person' order by at desc, id desc limit $1)`,
      [LOOKED_AT],
    );
    const count = rows.filter(({ text }) => withoutCards(text) !== text).length;
    return count > 0 ? degradedAs("stored", { count }) : keptAs("masked", { texts: rows.length });
  },
};
