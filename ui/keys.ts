import { useEffect, useRef, useSyncExternalStore } from "react";
import { STORAGE_KEYS, store, stored } from "./storage.ts";

type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const listeners = new Set<() => void>();
let areOn: boolean | undefined;
const areKeysOn = (): boolean => (areOn ??= stored(STORAGE_KEYS.keys) !== "off");

/** Whether keys without Ctrl do something; a person may switch them off (WCAG 2.1.4). */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const isOn = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, areKeysOn);
  return [isOn, setSingleKeys];
}

function setSingleKeys(on: boolean): void {
  areOn = on;
  store(STORAGE_KEYS.keys, on ? "on" : "off");
  for (const listener of listeners) listener();
}

/**
 * Keys of the page in view: `{ j: next, "shift+?": help, "ctrl+k": open }` (`ctrl` is ⌘ on a Mac).
 * Keys without Ctrl are left alone while somebody types or a dialog is open.
 */
export function useKeys(keys: Keys, { isFirst = false }: { isFirst?: boolean } = {}): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = nameOf(event);
      const act = latest.current[name];
      if (act === undefined) return;
      if (!name.startsWith("ctrl+") && (!areKeysOn() || isBusy(event.target))) return;
      act(event);
    };
    document.addEventListener("keydown", onKeyDown, isFirst);
    return () => document.removeEventListener("keydown", onKeyDown, isFirst);
  }, [isFirst]);
}

export function nameOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): string {
  const key = event.key.toLowerCase();
  const isSign = key.length === 1 && key.toUpperCase() === key;
  return [
    event.ctrlKey || event.metaKey ? "ctrl+" : "",
    event.altKey ? "alt+" : "",
    // A sign such as ? already says that Shift was held.
    event.shiftKey && !isSign ? "shift+" : "",
    key,
  ].join("");
}

/** Somebody types, or a dialog has the page. */
const isBusy = (target: EventTarget | null) =>
  isTyping(target) || document.querySelector("[aria-modal=true]") !== null;

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("[role=dialog],[role=menu],[role=listbox]") !== null) return true;
  if (target instanceof HTMLInputElement)
    return !["checkbox", "radio", "button"].includes(target.type);
  return target.isContentEditable || target.matches("textarea,select");
}
