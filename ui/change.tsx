import { IconArrowDownRight, IconArrowUpRight } from "@tabler/icons-react";
import styles from "./change.module.css";
import { Hidden } from "./hidden.tsx";
import { changeText } from "./numbers.ts";
import { common } from "./words/common.words.ts";
import { useWords } from "./words.ts";

/** A change beside a figure: the arrow says whether it is good, the figure stays plain. Nothing without a "before". */
export function Change({ of, goodWhenUp = true }: { of: number | null; goodWhenUp?: boolean }) {
  const t = useWords(common);
  if (of === null) return null;
  const isUp = of >= 0;
  const Arrow = isUp ? IconArrowUpRight : IconArrowDownRight;
  return (
    <span className={styles.change} data-tone={isUp === goodWhenUp ? "good" : "bad"}>
      {of !== 0 && <Arrow size={14} stroke={2.2} aria-hidden="true" />}
      <Hidden>{isUp ? t("up") : t("down")} </Hidden>
      {changeText(of).replace(/^[+−]/, "")}
    </span>
  );
}

/** In a table a change is a plain signed figure: a report does not judge. */
export const Delta = ({ of }: { of: number | null }) => (
  <span className={styles.delta}>{changeText(of)}</span>
);
