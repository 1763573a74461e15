import { z } from "zod";
import { blocked, get, id, instant, post } from "#kernel/contract.ts";
import { ChoiceColour } from "../fields/fields.contract.ts";

/** As the choices of the company's own fields have them: told apart by a dot beside the word, light and dark. */
export const TagColour = ChoiceColour;
export type TagColour = z.output<typeof TagColour>;

export const TagName = z.string().trim().min(1, "field.required").max(50);

export const TAGS_LISTED_MAX = 1000;

/** A company's tag, as records show it. */
const Coloured = z.object({ name: z.string(), colour: TagColour });

const Used = Coloured.extend({
  /** Of what this person reaches. */
  customersCount: z.int(),
  ordersCount: z.int(),
  productsCount: z.int(),
});

const TagChangeId = id("tag_change");
export type TagChangeId = z.output<typeof TagChangeId>;

/** A tag that has another name since, or none. */
export const TagChange = z.object({
  id: TagChangeId,
  name: z.string(),
  /** Null: it was deleted. */
  into: z.string().nullable(),
  /** How many records carried it, and how many of those it has reached by now. */
  totalCount: z.int(),
  doneCount: z.int(),
  actorName: z.string(),
  changedAt: instant(),
  undoneAt: instant().nullable(),
  blocked: z.object({ undo: blocked() }),
});
export type TagChange = z.output<typeof TagChange>;

const at = "/api/records/tags";
const Named = z.object({ name: TagName });
export const recordTags = {
  /** Names and colours: what screens show tags with. */
  colours: get(`${at}/colours`, z.object({}), z.object({ tags: z.array(Coloured) })),
  /** With how many records carry each, those included that only stores or files brought; and what changed in 30 days. */
  list: get(
    at,
    z.object({}),
    z.object({
      tags: z.array(Used),
      changes: z.array(TagChange),
      blocked: z.object({ change: blocked() }),
    }),
  ),
  /** Makes one, or gives one that is there another colour. */
  colour: post(at, Named.extend({ colour: TagColour }), z.object({ tags: z.array(Coloured) })),
  /** Every record that carries it carries the other name; a name that is in use already makes the two one. */
  rename: post(`${at}/rename`, Named.extend({ into: TagName }), TagChange),
  /** No record carries it any more. */
  remove: post(`${at}/remove`, Named, TagChange),
  /** For 30 days: the records that carried it do again, but for those whose tags were changed since. */
  undo: post(`${at}/changes/:id/undo`, z.object({ id: TagChangeId }), TagChange),
};
