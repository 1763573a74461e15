import { createElement, Fragment, type ReactNode, useSyncExternalStore } from "react";
import { STORAGE_KEYS, store, stored } from "./storage.ts";

export type Language = "en" | "ms";
export const LANGUAGES: readonly { id: Language; name: string }[] = [
  { id: "en", name: "English" },
  { id: "ms", name: "Bahasa Melayu" },
];

/** A sentence, or one for one and one for many: `{ one: "{{count}} order", other: "{{count}} orders" }`. */
export type Word = string | { readonly one: string; readonly other: string };
type Said = Readonly<Record<string, Word>>;
type Values = Readonly<Record<string, string | number | null | undefined>>;

/** Words of one slice. Its type remembers the keys, so that asking for another one does not compile. */
export type Words<Key extends string = string> = {
  readonly slice: string;
  readonly said: { readonly [Of in Language]: Said };
  readonly keys?: Key;
};
export type KeysOf<W extends Words> = NonNullable<W["keys"]>;

/** `t("saved", { count: 3 })` is text; `t.rich` puts elements into the gaps; `t.has` asks for a key that came as data. */
export type T<Key extends string> = {
  (key: Key, values?: Values): string;
  rich(key: Key, values: Readonly<Record<string, ReactNode>>): ReactNode;
  has(key: string): key is Key;
};

/** A slice's words in each language. A key that one language lacks does not compile. */
export const words = <const En extends Said>(
  slice: string,
  said: { en: En; ms: { readonly [Key in keyof En]: Word } },
): Words<keyof En & string> => ({ slice, said });

let spoken: Language | undefined;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const language = (): Language => (spoken ??= firstLanguage());
export const useLanguage = (): Language => useSyncExternalStore(subscribe, language, language);

function firstLanguage(): Language {
  const chosen = stored(STORAGE_KEYS.language);
  if (chosen === "en" || chosen === "ms") return chosen;
  return navigator.language.toLowerCase().startsWith("ms") ? "ms" : "en";
}

export function setLanguage(next: Language): void {
  spoken = next;
  store(STORAGE_KEYS.language, next);
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

const spokenWords: { readonly [Of in Language]: WeakMap<Words, unknown> } = {
  en: new WeakMap(),
  ms: new WeakMap(),
};

/** The words outside a component; inside, `useWords` follows the language. */
export function wordsOf<Key extends string>(of: Words<Key>, to = language()): T<Key> {
  const known = spokenWords[to].get(of as Words);
  if (known !== undefined) return known as T<Key>;
  const said = of.said[to];
  const has = (key: string): key is Key => Object.hasOwn(said, key);
  const t: T<Key> = Object.assign(
    (key: Key, values: Values = {}) =>
      sentence(said[key] ?? key, values["count"]).replace(GAP, (_, name: string) =>
        textOf(values[name]),
      ),
    {
      has,
      rich: (key: Key, values: Readonly<Record<string, ReactNode>>) =>
        rich(sentence(said[key] ?? key, values["count"]), values),
    },
  );
  spokenWords[to].set(of as Words, t);
  return t;
}

export const useWords = <Key extends string>(of: Words<Key>): T<Key> => wordsOf(of, useLanguage());

const GAP = /\{\{(\w+)\}\}/g;
const figure = new Intl.NumberFormat("en");
/** Figures in sentences are grouped, "1,204", in both languages. */
const textOf = (value: string | number | null | undefined): string =>
  typeof value === "number" ? figure.format(value) : (value ?? "");

function sentence(word: Word, count: unknown): string {
  if (typeof word === "string") return word;
  // By the number alone: Malay has no plural, and still says “sebulan” for “setiap 1 bulan”.
  return count === 1 ? word.one : word.other;
}

/** Cut at its gaps: every second part is the name of one. */
function rich(text: string, values: Readonly<Record<string, ReactNode>>): ReactNode {
  return text.split(GAP).map((part, at) => {
    const value = at % 2 === 0 ? part : values[part];
    return createElement(Fragment, { key: at }, typeof value === "number" ? textOf(value) : value);
  });
}
