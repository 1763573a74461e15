import type { ReactNode } from "react";
import styles from "./facts.module.css";

type Fact = readonly [label: string, value: ReactNode];

/** Names and values, one to a line. A fact that is false, null or undefined is left out. */
export function Facts({ rows }: { rows: readonly (Fact | false | null | undefined)[] }) {
  return (
    <dl className={styles.facts}>
      {rows
        .filter((row): row is Fact => Boolean(row))
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
