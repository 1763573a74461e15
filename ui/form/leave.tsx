import { Button } from "@mantine/core";
import { Dialog } from "../dialog.tsx";
import { common } from "../words/common.words.ts";
import { useWords } from "../words.ts";
import styles from "./form.module.css";

type Props = { isOpen: boolean; onLeave: () => void; onStay: () => void };

/** Undo cannot bring back what was typed, so this one asks. */
export function Leave({ isOpen, onLeave, onStay }: Props) {
  const t = useWords(common);
  return (
    <Dialog isOpen={isOpen} onClose={onStay} title={t("unsavedTitle")}>
      <p>{t("unsavedText")}</p>
      <div className={styles.verbs}>
        <Button variant="default" onClick={onLeave}>
          {t("unsavedLeave")}
        </Button>
        <Button onClick={onStay} data-autofocus>
          {t("unsavedStay")}
        </Button>
      </div>
    </Dialog>
  );
}
