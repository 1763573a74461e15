import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { common } from "../words/common.words.ts";
import { useWords } from "../words.ts";
import styles from "./list.module.css";
import { listWords } from "./list.words.ts";

/** A row looked at beside the list. */
export function PeekPane({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const t = useWords(listWords);
  const label = useWords(common)("details");
  return (
    <aside className={styles.peek} aria-label={label}>
      <ActionIcon
        className={styles.closePeek}
        size={28}
        aria-label={t("closePeek")}
        onClick={onClose}
      >
        <IconX size={16} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
      {children}
    </aside>
  );
}
