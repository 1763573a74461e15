import { Tag } from "#ui/tag.tsx";
import { useColourOf } from "./tags.client.ts";
import styles from "./tags.module.css";

/** Tags in the company's colours. In a cell the first few; how many more there are is said. */
export function TagChips({ of, most = 50 }: { of: readonly string[]; most?: number }) {
  const colourOf = useColourOf();
  const more = of.length - most;
  return (
    <span className={styles.chips} data-one-line={most < 10 || undefined}>
      {of.slice(0, most).map((name) => (
        <Tag key={name} colour={colourOf(name)}>
          {name}
        </Tag>
      ))}
      {more > 0 && <span className={styles.more}>+{more}</span>}
    </span>
  );
}
