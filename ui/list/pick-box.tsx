import type { MouseEvent } from "react";
import styles from "./pick-box.module.css";

type Props = {
  label: string;
  isPicked: boolean;
  isPartly?: boolean;
  /** With Shift held, from the last one to this. */
  onPick: (withShift: boolean) => void;
  isTabbable?: boolean;
};

/** A plain checkbox: a grid draws fifty of them at each scroll. */
export function PickBox({ label, isPicked, isPartly = false, onPick, isTabbable = false }: Props) {
  const click = (event: MouseEvent) => {
    event.stopPropagation();
    onPick(event.shiftKey);
  };
  return (
    <input
      type="checkbox"
      className={styles.box}
      aria-label={label}
      checked={isPicked}
      ref={(box) => {
        if (box !== null) box.indeterminate = isPartly;
      }}
      tabIndex={isTabbable ? 0 : -1}
      onClick={click}
      onChange={() => undefined}
    />
  );
}
