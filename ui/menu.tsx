// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: aria-checked comes only with the roles it belongs to.
import { type ReactElement, type ReactNode, type Ref, useRef, useState } from "react";
import styles from "./menu.module.css";
import { Popup } from "./popup.tsx";
import { useReason } from "./words/reasons.words.ts";

export type MenuItem = {
  label: string;
  icon?: ReactNode;
  onClick: () => void;
  /** A reason code: the item stays, says why, and does nothing. */
  blocked?: string | null;
  isDanger?: boolean;
  /** One of several: `radio` shows a tick at the chosen one; `check` stays open while several are chosen. */
  chosen?: boolean;
  /** The language of the label, when it is another. */
  lang?: string;
  /** A line and these words before it. */
  heading?: string;
};

type Opener = {
  ref: Ref<HTMLButtonElement>;
  onClick: () => void;
  "aria-haspopup": "menu";
  "aria-expanded": boolean;
};

type Props = {
  label: string;
  items: readonly MenuItem[];
  /** The button it hangs on: `button={(opener) => <Button {...opener}>…</Button>}`. */
  button: (opener: Opener) => ReactElement;
  align?: "start" | "end";
  side?: "below" | "above";
  width?: number;
  /** Several can be chosen: it stays open. */
  isMany?: boolean;
};

/** Verbs or choices behind a button. */
export function Menu({
  label,
  items,
  button,
  align = "end",
  side = "below",
  width = 224,
  isMany = false,
}: Props) {
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  return (
    <>
      {button({
        ref: anchor,
        onClick: () => setOpen(!isOpen),
        "aria-haspopup": "menu",
        "aria-expanded": isOpen,
      })}
      {isOpen && (
        <Popup
          as="menu"
          label={label}
          anchor={anchor}
          align={align}
          side={side}
          width={width}
          onClose={() => setOpen(false)}
        >
          {items.map((item) => (
            <Item key={item.label} of={item} isMany={isMany} onDone={() => setOpen(false)} />
          ))}
        </Popup>
      )}
    </>
  );
}

function Item({ of, isMany, onDone }: { of: MenuItem; isMany: boolean; onDone: () => void }) {
  const why = useReason()(of.blocked ?? null);
  const role = of.chosen === undefined ? "menuitem" : isMany ? "menuitemcheckbox" : "menuitemradio";
  const act = () => {
    if (why !== null) return;
    if (!isMany) onDone();
    of.onClick();
  };
  return (
    <>
      {of.heading !== undefined && (
        <div className={styles.heading} role="presentation">
          {of.heading}
        </div>
      )}
      <button
        type="button"
        role={role}
        tabIndex={-1}
        className={styles.item}
        lang={of.lang}
        aria-checked={of.chosen}
        aria-disabled={why !== null || undefined}
        data-danger={of.isDanger || undefined}
        onClick={act}
      >
        {of.icon}
        <span>
          {of.label}
          {why !== null && <small>{why}</small>}
        </span>
        {of.chosen === true && <i aria-hidden="true">✓</i>}
      </button>
    </>
  );
}
