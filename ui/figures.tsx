import type { ReactNode } from "react";
import styles from "./figures.module.css";
import { Link } from "./link.tsx";

export type Figure = {
  label: string;
  /** How it is defined, on hover. */
  help?: string;
  value: ReactNode;
  /** A change, and compared with what. */
  foot?: ReactNode;
  /** The rows behind the figure. */
  to?: string;
};

/** The figures of a page, no card around them. `small` on a record. */
export function Figures({ of, small = false }: { of: readonly Figure[]; small?: boolean }) {
  return (
    <div className={styles.figures} data-small={small || undefined}>
      {of.map((figure) =>
        figure.to === undefined ? (
          <div key={figure.label} className={styles.figure}>
            <Inside {...figure} />
          </div>
        ) : (
          <Link key={figure.label} to={figure.to} className={styles.figure}>
            <Inside {...figure} />
          </Link>
        ),
      )}
    </div>
  );
}

const Inside = ({ label, help, value, foot }: Figure) => (
  <>
    <span className={styles.label} title={help}>
      {label}
    </span>
    <span className={styles.value}>{value}</span>
    {foot !== undefined && <span className={styles.foot}>{foot}</span>}
  </>
);
