import type { Note } from "./notes.client.ts";
import styles from "./notes.module.css";

/** The words of a note; colleagues named in it stand out. */
export function NoteText({ of }: { of: Pick<Note, "text" | "mentions"> }) {
  return <p className={styles.text}>{partsOf(of)}</p>;
}

function partsOf({ text, mentions }: Pick<Note, "text" | "mentions">) {
  if (mentions.length === 0) return text;
  const names = mentions
    .map(({ name }) => `@${name}`)
    .sort((one, other) => other.length - one.length);
  const pattern = new RegExp(`(${names.map(literally).join("|")})`, "g");
  let at = 0;
  return text.split(pattern).map((part) => {
    at += part.length;
    return names.includes(part) ? (
      <b key={at} className={styles.named}>
        {part}
      </b>
    ) : (
      part
    );
  });
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
