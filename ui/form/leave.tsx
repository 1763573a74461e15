import { Dialog } from "../dialog.tsx";
import { common } from "../words/common.words.ts";
import { useWords } from "../words.ts";

/** Undo cannot bring back what was typed, so this one asks. */
export function Leave({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) {
  const t = useWords(common);
  return (
    <Dialog
      isOpen
      onClose={onStay}
      title={t("unsavedTitle")}
      verb={t("unsavedLeave")}
      onDo={onLeave}
    >
      <p>{t("unsavedText")}</p>
    </Dialog>
  );
}
