import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import styles from "./dialog.module.css";
import type { DialogProps } from "./dialog.tsx";
import { useFocusBack } from "./focus-back.ts";
import { ProblemNote } from "./problem-note.tsx";
import { common } from "./words/common.words.ts";
import { useWords } from "./words.ts";

/** The dialog itself; `dialog.tsx` fetches it when one is first opened. */
export function DialogModal(props: DialogProps) {
  const { isOpen, onClose, title, verb, isDanger, onDo, children } = props;
  const t = useWords(common);
  useFocusBack(isOpen);
  return (
    <Modal
      returnFocus={false}
      opened={isOpen}
      onClose={onClose}
      title={title}
      size={480}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <div className={styles.content}>
        {children}
        {verb !== undefined && (
          <Verbs verb={verb} isDanger={isDanger ?? false} onDo={onDo} onClose={onClose} />
        )}
      </div>
    </Modal>
  );
}

type VerbsProps = Required<Pick<DialogProps, "isDanger" | "onClose">> & {
  verb: string;
  onDo: DialogProps["onDo"];
};

function Verbs({ verb, isDanger, onDo, onClose }: VerbsProps) {
  const t = useWords(common);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const act = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await onDo?.();
      onClose();
    } catch (refused) {
      setProblem(refused);
    }
    setBusy(false);
  };
  return (
    <>
      <ProblemNote of={problem} />
      <div className={styles.verbs}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("cancel")}
        </Button>
        <Button
          {...(isDanger ? { color: "cili" } : {})}
          loading={isBusy}
          onClick={() => void act()}
        >
          {verb}
        </Button>
      </div>
    </>
  );
}
