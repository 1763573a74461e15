import { Button, Modal } from "@mantine/core";
import { type ReactNode, useState } from "react";
import styles from "./dialog.module.css";
import { ProblemNote } from "./problem-note.tsx";
import { common } from "./words/common.words.ts";
import { useWords } from "./words.ts";

type Props = {
  isOpen: boolean;
  onClose: () => void;
  /** The question, or the name of what is made here. */
  title: string;
  /** The verb, naming what will happen: "Remove the store". Left out: the content brings its own buttons. */
  verb?: string;
  isDanger?: boolean;
  /** What the verb does. The dialog stays with the reason when it is refused, and closes when it is done. */
  onDo?: () => Promise<unknown> | void;
  children?: ReactNode;
};

/** Asked only where undo cannot reach, or for something short to fill in. */
export function Dialog({ isOpen, onClose, title, verb, isDanger, onDo, children }: Props) {
  const t = useWords(common);
  return (
    <Modal
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

type VerbsProps = Required<Pick<Props, "isDanger" | "onClose">> & {
  verb: string;
  onDo: Props["onDo"];
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
