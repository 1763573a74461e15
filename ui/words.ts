import i18next, { type TOptions } from "i18next";
import { createElement, Fragment, type ReactNode, useSyncExternalStore } from "react";
import { STORAGE_KEYS, store, stored } from "./storage.ts";

export type Language = "en" | "ms";
export const LANGUAGES: readonly { id: Language; name: string }[] = [
  { id: "en", name: "English" },
  { id: "ms", name: "Bahasa Melayu" },
];

/** A sentence, or one for one and one for many: `{ one: "{{count}} order", other: "{{count}} orders" }`. */
export type Word = string | { readonly one: string; readonly other: string };
type Values = Readonly<Record<string, string | number | null | undefined>>;

/** Words of one slice. Its type remembers the keys, so that asking for another one does not compile. */
export type Words<Key extends string = string> = { readonly slice: string; readonly keys?: Key };

export type KeysOf<W extends Words> = NonNullable<W["keys"]>;

/** `t("saved", { count: 3 })` is text; `t.rich` puts elements into the gaps; `t.has` asks for a key that came as data. */
export type T<Key extends string> = {
  (key: Key, values?: Values): string;
  rich(key: Key, values: Readonly<Record<string, ReactNode>>): ReactNode;
  has(key: string): key is Key;
};

const firstLanguage = (): Language => {
  const chosen = stored(STORAGE_KEYS.language);
  if (chosen === "en" || chosen === "ms") return chosen;
  return navigator.language.toLowerCase().startsWith("ms") ? "ms" : "en";
};

const figure = new Intl.NumberFormat("en");
const i18n = i18next.createInstance();
// Figures in sentences are grouped, "1,204", as UI.md writes them in both languages.
i18n.use({
  type: "formatter",
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown) => (typeof value === "number" ? figure.format(value) : String(value)),
});
void i18n.init({
  lng: typeof navigator === "undefined" ? "en" : firstLanguage(),
  fallbackLng: false,
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: {
    // React escapes what it shows; escaping here too would show the escapes.
    escapeValue: false,
    skipOnVariables: true,
    alwaysFormat: true,
  },
});

/** Registers a slice's words in each language. A key that one language lacks does not compile. */
export function words<const En extends Readonly<Record<string, Word>>>(
  slice: string,
  said: { en: En; ms: { readonly [Key in keyof En]: Word } },
): Words<keyof En & string> {
  for (const { id } of LANGUAGES) i18n.addResourceBundle(id, slice, flat(said[id]));
  return { slice };
}

/** i18next keeps plural forms as keys with an ending. */
function flat(said: Readonly<Record<string, Word>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(said).flatMap(([key, word]) =>
      typeof word === "string"
        ? [[key, word]]
        : [
            [`${key}_one`, word.one],
            [`${key}_other`, word.other],
          ],
    ),
  );
}

const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const language = (): Language => (i18n.language === "ms" ? "ms" : "en");
export const useLanguage = (): Language => useSyncExternalStore(subscribe, language, language);

export function setLanguage(next: Language): void {
  store(STORAGE_KEYS.language, next);
  void i18n.changeLanguage(next);
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

const spoken = new Map<string, T<string>>();

/** The words outside a component; inside, `useWords` follows the language. */
export function wordsOf<Key extends string>(of: Words<Key>, to = language()): T<Key> {
  const known = spoken.get(`${to} ${of.slice}`);
  if (known !== undefined) return known as unknown as T<Key>;
  const say = i18n.getFixedT(to, of.slice);
  const t = Object.assign(
    (key: string, values: Values = {}) => String(say(key, values as TOptions)),
    {
      rich: (key: string, values: Readonly<Record<string, ReactNode>>) => rich(say, key, values),
      has: (key: string): key is string =>
        i18n.exists(key, { ns: of.slice, lng: to }) ||
        i18n.exists(`${key}_other`, { ns: of.slice, lng: to }),
    },
  );
  spoken.set(`${to} ${of.slice}`, t as unknown as T<string>);
  return t as unknown as T<Key>;
}

export const useWords = <Key extends string>(of: Words<Key>): T<Key> => wordsOf(of, useLanguage());

/** The sentence is cut at marks that stand for the elements; a bare `count` also chooses the form. */
function rich(
  say: (key: string, options: TOptions) => unknown,
  key: string,
  values: Readonly<Record<string, ReactNode>>,
): ReactNode {
  const names = Object.keys(values);
  const marked = names.map((name, at) => {
    const value = values[name];
    return [name, typeof value === "number" ? value : `\u0001${at}\u0001`];
  });
  return String(say(key, Object.fromEntries(marked)))
    .split("\u0001")
    .map((part, at) =>
      at % 2 === 0 ? part : createElement(Fragment, { key: at }, values[names[Number(part)] ?? ""]),
    );
}
