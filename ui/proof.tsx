import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./proof.module.css";

/** What was checked, in one muted line with a tick. */
export const Proof = ({ children }: { children: ReactNode }) => (
  <span className={styles.proof}>
    <IconCheck size={14} stroke={2.4} aria-hidden="true" />
    {children}
  </span>
);
