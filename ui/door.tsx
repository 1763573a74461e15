import { type ReactNode, useEffect, useRef } from "react";
import styles from "./door.module.css";
import { DoorHead } from "./door-head.tsx";
import { useWords, words } from "./words.ts";

const doorWords = words("door", {
  en: { cookies: "One cookie, to keep you signed in. Nothing else watches you." },
  ms: {
    cookies: "Satu kuki, untuk mengekalkan log masuk. Tiada apa lagi yang memerhati anda.",
  },
});

type Props = {
  title: string;
  /** A muted sentence under it. */
  text?: ReactNode;
  children: ReactNode;
  /** At the right on wide screens: what Kaunter is. */
  side?: ReactNode;
};

/** The frame of pages without a session: brand, language, one form, and what it is for beside it. */
export function Door({ title, text, children, side }: Props) {
  const t = useWords(doorWords);
  const main = useRef<HTMLElement>(null);
  // On a phone the keyboard would cover what the page says.
  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches)
      main.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, []);
  return (
    <div className={styles.door} data-side={side === undefined ? undefined : true}>
      <title>{`${title} · Kaunter`}</title>
      <div className={styles.form}>
        <DoorHead />
        <main ref={main} className={styles.main} id="main">
          <h1>{title}</h1>
          {text !== undefined && <p className={styles.text}>{text}</p>}
          <div className={styles.content}>{children}</div>
        </main>
        <footer className={styles.foot}>{t("cookies")}</footer>
      </div>
      {side !== undefined && <aside className={styles.side}>{side}</aside>}
    </div>
  );
}
