import type { ReactNode } from "react";
import styles from "./progress.module.css";
import { useWords, words } from "./words.ts";

const progressWords = words("progress", {
  en: { left: "{{done}} done, {{left}} to go. You can leave this page." },
  ms: { left: "{{done}} siap, {{left}} lagi. Anda boleh tinggalkan halaman ini." },
});

type Props = { title: string; done: number; total: number; actions?: ReactNode };

/** Long work: how much is done and left, and that one need not wait. */
export function LongWork({ title, done, total, actions }: Props) {
  const t = useWords(progressWords);
  return (
    <div className={styles.work}>
      <h2>{title}</h2>
      <progress aria-label={title} value={done} max={Math.max(total, 1)} />
      <p role="status">{t("left", { done, left: Math.max(0, total - done) })}</p>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
