// biome-ignore-all lint/suspicious/noArrayIndexKey: bones have nothing but their place.
import styles from "./bones.module.css";
import { Hidden } from "./hidden.tsx";
import { common } from "./words/common.words.ts";
import { useWords } from "./words.ts";

type Props = {
  rows?: number;
  /** `list`: faces and figures · `text`: lines · `figures`: a page's figures · `form`: fields. */
  as?: "list" | "text" | "figures" | "form";
};

/** Where what is loading will stand. Unseen for the first 200 ms, so that a quick answer does not flicker. */
export function Bones({ rows = 5, as = "text" }: Props) {
  const t = useWords(common);
  return (
    <div className={styles.bones} data-as={as} role="status">
      <Hidden>{t("loading")}</Hidden>
      {Array.from({ length: rows }, (_, at) => (
        <div key={at} className={styles.row} aria-hidden="true">
          {as === "list" && <span className={styles.dot} />}
          <span className={styles.line} />
          {as !== "text" && <span className={styles.end} />}
        </div>
      ))}
    </div>
  );
}
