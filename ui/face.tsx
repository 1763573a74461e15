import styles from "./face.module.css";

const HUES = ["a", "b", "c", "d", "e"];

/** Initials on a quiet colour of their own; decoration beside a name that is written out. */
export function Face({ name, size = 24 }: { name: string; size?: 24 | 40 | 56 }) {
  const hue = HUES[[...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 5];
  return (
    <span className={styles.face} data-size={size} data-hue={hue} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

/** A Malay or Tamil name's patronymic is not a second name: "Siti binti Omar" is S. */
export function initialsOf(name: string): string {
  const own = name.replace(/ (?:binti|bin|bte|a\/p|a\/l|anak) .*/i, "");
  const parts = own.split(/\s+/).filter((part) => /[\p{L}\p{N}]/u.test(part));
  const letters = parts.slice(0, 2).map((part) => part.match(/[\p{L}\p{N}]/u)?.[0] ?? "");
  return letters.join("").toLocaleUpperCase() || "?";
}
