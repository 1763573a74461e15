import type { ReactNode } from "react";
import styles from "./list-sums.module.css";

/** What a list comes to, as figures above it: `<ListPage note={<ListSums><Figures …/></ListSums>} />`. */
export function ListSums({ children }: { children: ReactNode }) {
  return <div className={styles.sums}>{children}</div>;
}
