import { onlineManager } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { common } from "../words/common.words.ts";
import { useWords } from "../words.ts";
import styles from "./offline.module.css";

/** Says so while there is no line, where it does not cover anything. */
export function Offline() {
  const t = useWords(common);
  const isOnline = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
  return (
    <div role="status" className={styles.offline} data-shown={!isOnline || undefined}>
      {isOnline ? null : t("offline")}
    </div>
  );
}
