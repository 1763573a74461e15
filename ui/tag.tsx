import type { ReactNode } from "react";
import styles from "./tag.module.css";

export const Tag = ({ children }: { children: ReactNode }) => (
  <span className={styles.tag}>{children}</span>
);

/** Several, in a row that wraps; nothing when there are none. */
export function Tags({ of }: { of: readonly string[] }) {
  return (
    <span className={styles.tags}>
      {of.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </span>
  );
}
