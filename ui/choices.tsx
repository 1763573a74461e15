import { IconCheck } from "@tabler/icons-react";
import styles from "./choices.module.css";

type Props = {
  options: readonly { value: string; label: string }[];
  chosen: string | undefined;
  onPick: (value: string) => void;
};

/** One of several, at a click; the chosen one has a tick. */
export function Choices({ options, chosen, onPick }: Props) {
  return (
    <div className={styles.choices}>
      {options.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === chosen}
          onClick={() => onPick(value)}
        >
          <span>{label}</span>
          {value === chosen && <IconCheck size={15} stroke={2} aria-hidden="true" />}
        </button>
      ))}
    </div>
  );
}
