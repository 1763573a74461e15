// biome-ignore-all lint/a11y/noStaticElementInteractions: its role comes with the props: menu or dialog.
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: so does what its label is allowed on.
import { type KeyboardEvent, type ReactNode, type RefObject, useLayoutEffect, useRef } from "react";
import styles from "./popup.module.css";

type Props = {
  /** What it is about, for a screen reader. */
  label: string;
  /** What it hangs on. */
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
  /** Which edges meet. */
  align?: "start" | "end";
  side?: "below" | "above";
  width?: number;
  /** A menu's items are walked with the arrow keys; a dialog's fields with Tab. */
  as?: "menu" | "dialog";
  children: ReactNode;
};

/** A small surface over the page, in the browser's top layer. It closes on Esc, a click elsewhere, and when the focus leaves. */
export function Popup(props: Props) {
  const { label, anchor, onClose, align = "start", side = "below", width, as = "dialog" } = props;
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useLayoutEffect(() => {
    const popup = box.current;
    const hook = anchor.current;
    if (popup === null || hook === null) return undefined;
    popup.showPopover();
    const put = () => place(popup, hook.getBoundingClientRect(), align, side);
    put();
    const watch = new ResizeObserver(put);
    watch.observe(popup);
    firstOf(popup)?.focus({ preventScroll: true });
    const away = ({ target }: PointerEvent) => {
      if (!popup.contains(target as Node) && !hook.contains(target as Node)) close.current();
    };
    document.addEventListener("pointerdown", away, true);
    window.addEventListener("resize", put);
    return () => {
      watch.disconnect();
      document.removeEventListener("pointerdown", away, true);
      window.removeEventListener("resize", put);
      // What was left by a key returns to where it came from; what was left by a click went elsewhere already.
      if (popup.contains(document.activeElement) || document.activeElement === document.body)
        (hook.matches("button,a") ? hook : hook.querySelector<HTMLElement>("button"))?.focus({
          preventScroll: true,
        });
    };
  }, [anchor, align, side]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close.current();
    }
    if (as === "menu") walk(event, box.current);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc and arrows are its keys.
    <div
      ref={box}
      popover="manual"
      // A press on its words stays within: else the focus goes to the page behind, and it closes.
      tabIndex={-1}
      role={as}
      aria-label={label}
      className={styles.popup}
      style={width === undefined ? {} : { width }}
      onKeyDown={onKeyDown}
      onClick={(event) => event.stopPropagation()}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) close.current();
      }}
    >
      {props.children}
    </div>
  );
}

const GAP_PX = 4;
const EDGE_PX = 8;

function place(popup: HTMLElement, hook: DOMRect, align: "start" | "end", side: "below" | "above") {
  const { offsetWidth: width, offsetHeight: height } = popup;
  const wanted = align === "start" ? hook.left : hook.right - width;
  const left = Math.max(EDGE_PX, Math.min(wanted, innerWidth - width - EDGE_PX));
  const below = hook.bottom + GAP_PX;
  const above = hook.top - height - GAP_PX;
  const fits = below + height <= innerHeight - EDGE_PX;
  const top =
    side === "above" ? (above >= EDGE_PX ? above : below) : fits || above < EDGE_PX ? below : above;
  popup.style.left = `${left}px`;
  popup.style.top = `${Math.max(EDGE_PX, top)}px`;
  popup.style.maxHeight = `${innerHeight - Math.max(EDGE_PX, top) - EDGE_PX}px`;
}

const CAN_FOCUS = "button:not([disabled]),input,select,textarea,a[href]";

/** Among choices the focus begins at the chosen one. */
function firstOf(popup: HTMLElement): HTMLElement | null {
  const first = popup.querySelector<HTMLElement>(CAN_FOCUS);
  const isChoice = first?.matches("[aria-checked],[aria-pressed]") === true;
  const chosen = "[aria-checked=true],[aria-pressed=true]";
  return (
    popup.querySelector<HTMLElement>("[data-autofocus]") ??
    (isChoice ? (popup.querySelector<HTMLElement>(chosen) ?? first) : first)
  );
}

function walk(event: KeyboardEvent, popup: HTMLElement | null) {
  const items = [...(popup?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = {
    ArrowDown: at + 1,
    ArrowUp: at - 1 + items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (next === undefined || items.length === 0) return;
  event.preventDefault();
  items[next % items.length]?.focus();
}
