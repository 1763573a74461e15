import type { ReactNode } from "react";
import styles from "./tag.module.css";

/** A word on a record. Its colour is a dot beside it: the word alone says as much. */
export const Tag = ({ colour = "grey", children }: { colour?: string; children: ReactNode }) => (
  <span className={styles.tag} data-colour={colour}>
    {colour !== "grey" && <i aria-hidden="true" />}
    {children}
  </span>
);

/** The colour alone, before a word that stands in something of its own. */
export const TagDot = ({ colour }: { colour: string }) =>
  colour === "grey" ? null : <i className={styles.dot} data-colour={colour} aria-hidden="true" />;
