import { Dialog } from "#ui/dialog.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { type Quote, quotesApi, refreshQuotes } from "./quotes.client.ts";
import { quoteWords } from "./quotes.words.ts";

type Props = { of: Quote; isOpen: boolean; onClose: () => void };

/** Asked, for its number is taken then. */
export function IssueDialog({ of, isOpen, onClose, onIssued }: Props & { onIssued: () => void }) {
  const t = useWords(quoteWords);
  const issue = async () => {
    const { number } = await quotesApi.issue({ id: of.id, version: of.version });
    refreshQuotes();
    toast(t("wasIssued", { number: number ?? "" }));
    // The dialog closes when this is done; the letter opens after it.
    setTimeout(onIssued, 0);
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("issueTitle")}
      verb={t("issueVerb")}
      onDo={issue}
    >
      <p>{t("issueText")}</p>
    </Dialog>
  );
}

/** What the customer said some other way than on the page. */
export function AnswerDialog({ of, isYes, isOpen, onClose }: Props & { isYes: boolean }) {
  const t = useWords(quoteWords);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t(isYes ? "acceptTitle" : "declineTitle")}>
      {isOpen && <AnswerForm of={of} isYes={isYes} onClose={onClose} />}
    </Dialog>
  );
}

function AnswerForm({ of, isYes, onClose }: Omit<Props, "isOpen"> & { isYes: boolean }) {
  const t = useWords(quoteWords);
  const form = useForm({
    start: { by: of.buyer.attention || of.buyer.name, note: "" },
    send: ({ by, note }: { by: string; note: string }) =>
      quotesApi.answer({ id: of.id, version: of.version, isYes, by, note }),
    onKept: () => {
      toast(t("wasAnswered"));
      refreshQuotes();
      onClose();
    },
  });
  return (
    <Form of={form} guards={false}>
      <TextField of={form} name="by" label={t("by")} />
      <TextAreaField of={form} name="note" label={t("answerNote")} optional />
      <SendButton of={form}>{t("enter")}</SendButton>
    </Form>
  );
}
