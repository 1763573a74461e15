import { Dialog } from "#ui/dialog.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useWords } from "#ui/words.ts";
import { LetterForm } from "./letter-form.tsx";
import { type KindOfPaper, sendingsApi, useLetter } from "./sendings.client.ts";
import { sendingWords } from "./sendings.words.ts";

type Props = {
  /** The paper's shown id. */
  paper: string;
  number: string;
  kind?: KindOfPaper;
  isOpen: boolean;
  onClose: () => void;
  onSent?: () => void;
};

/** A letter with the paper: written already, and open to be written anew. */
export function SendDialog({ paper, number, kind = "paper", isOpen, onClose, onSent }: Props) {
  const t = useWords(sendingWords);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t(kind === "paper" ? "sendTitle" : "remindTitle", { number })}
    >
      {isOpen && (
        <Letter
          paper={paper}
          kind={kind}
          onDone={() => {
            onClose();
            onSent?.();
          }}
        />
      )}
    </Dialog>
  );
}

type Inner = { paper: string; kind: KindOfPaper; onDone: () => void };

function Letter(props: Inner) {
  const t = useWords(sendingWords);
  const letter = useLetter(props.paper, props.kind);
  if (letter.isError) return <ProblemNote of={letter.error} />;
  const { paper, kind, onDone } = props;
  return letter.data === undefined ? null : (
    <LetterForm
      of={letter.data}
      goesAlong={t("goesAlong")}
      send={(said) => sendingsApi.send({ paper, kind, ...said })}
      onDone={onDone}
    />
  );
}
