import { initialsOf } from "../face.tsx";
import styles from "./mark.module.css";

/** The company's initials on the accent. */
export const Mark = ({ name }: { name: string }) => (
  <span className={styles.mark} aria-hidden="true">
    {initialsOf(name)}
  </span>
);
