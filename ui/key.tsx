import styles from "./key.module.css";

/** A key of the keyboard, as it is printed on it. */
export const Key = ({ of }: { of: string }) => <kbd className={styles.key}>{of}</kbd>;
