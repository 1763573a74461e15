import { useRef } from "react";
import { useKeys } from "../keys.ts";
import { useGo } from "../link.tsx";
import { undoLatest } from "../toasts.tsx";
import { useMayAll } from "./nav.tsx";
import { CREATIONS, GROUPS } from "./places.ts";

const SECOND_KEY_MS = 1200;

/** Keys that mean the same on every page: the palette, help, undo, `G` then a place, `N` then what is new. */
export function useHouseKeys({ onPalette, onHelp }: { onPalette: () => void; onHelp: () => void }) {
  const go = useGo();
  const may = useMayAll();
  const first = useRef<{ key: "g" | "n"; at: number } | null>(null);
  const begin = (key: "g" | "n") => {
    first.current = { key, at: Date.now() };
  };
  const leads = new Map(
    [
      ...GROUPS.flatMap(({ places }) => places).map((place) => ["g", place] as const),
      ...CREATIONS.map((creation) => ["n", creation] as const),
    ]
      .filter(([, { needs }]) => may(needs))
      .map(([begins, { key, to }]) => [`${begins}${key}`, to]),
  );
  const second = (key: string) => (event: KeyboardEvent) => {
    const begun = first.current;
    first.current = null;
    const to =
      begun !== null && Date.now() - begun.at < SECOND_KEY_MS
        ? leads.get(begun.key + key)
        : undefined;
    if (to !== undefined) {
      // The page's own keys do not see the second letter.
      event.preventDefault();
      event.stopPropagation();
      go(to);
    } else if (key === "g" || key === "n") begin(key);
  };
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  useKeys(Object.fromEntries(letters.map((letter) => [letter, second(letter)])), { isFirst: true });
  useKeys({
    "ctrl+k": (event) => {
      event.preventDefault();
      onPalette();
    },
    "/": (event) => {
      event.preventDefault();
      onPalette();
    },
    "?": onHelp,
    "ctrl+z": (event) => {
      const isField =
        event.target instanceof HTMLElement &&
        event.target.matches("input:not([type=checkbox]),textarea");
      if (!isField && undoLatest()) event.preventDefault();
    },
  });
}
