import type { ReactNode } from "react";
import type { Note } from "./notes.client.ts";
import styles from "./notes.module.css";

/** The words of a note; colleagues named in it stand out. */
export function NoteText({ of }: { of: Pick<Note, "text" | "mentions"> }) {
  return <p className={styles.text}>{partsOf(of)}</p>;
}

function partsOf({ text, mentions }: Pick<Note, "text" | "mentions">): ReactNode[] {
  // The longest first: "@Aina Zul" is not "@Aina" and a word.
  const names = mentions
    .map(({ name }) => `@${name}`)
    .sort((one, other) => other.length - one.length);
  const parts: ReactNode[] = [];
  let from = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const name = names.find((each) => text.startsWith(each, at));
    if (name === undefined || at < from) continue;
    parts.push(
      text.slice(from, at),
      <b key={at} className={styles.named}>
        {name}
      </b>,
    );
    from = at + name.length;
  }
  return [...parts, text.slice(from)];
}
