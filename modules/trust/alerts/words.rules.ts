import type { Said } from "#kernel/said.ts";
import type { AlertKind } from "./alerts.contract.ts";
import type { AlertRule } from "./alerts.rules.ts";
import { RULES } from "./thresholds.rules.ts";

type Facts = { readonly count: number; readonly minutes: number };
const figure = new Intl.NumberFormat("en");

/** A rule's words with the figures of what was seen. */
export function wordsOf(words: AlertRule["words"], facts: Facts): AlertRule["words"] {
  const fill = (text: string) =>
    text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => figure.format(facts[name as keyof Facts]));
  const filled = ({ en, ms }: Said): Said => ({ en: fill(en), ms: fill(ms) });
  return { title: filled(words.title), text: filled(words.text), advice: filled(words.advice) };
}

/** The rule that raised an alert. One that has moved since is found by its kind. */
export const ruleOf = (kind: AlertKind, index: number): AlertRule | undefined =>
  RULES[index]?.kind === kind ? RULES[index] : RULES.find((rule) => rule.kind === kind);
