import { Dialog } from "#ui/dialog.tsx";
import { Form } from "#ui/form/form.tsx";
import { PasswordField } from "#ui/form/password-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useWords } from "#ui/words.ts";
import { sessionsApi } from "./sessions.client.ts";
import { sessionWords } from "./sessions.words.ts";

type Props = { isOpen: boolean; onAnswer: (isConfirmed: boolean) => void };

export function ConfirmDialog({ isOpen, onAnswer }: Props) {
  const t = useWords(sessionWords);
  return (
    <Dialog isOpen={isOpen} onClose={() => onAnswer(false)} title={t("confirmTitle")}>
      <ConfirmForm onConfirmed={() => onAnswer(true)} />
    </Dialog>
  );
}

function ConfirmForm({ onConfirmed }: { onConfirmed: () => void }) {
  const t = useWords(sessionWords);
  const form = useForm({
    start: { password: "" },
    check: ({ password }) => ({ password: password === "" ? "field.required" : null }),
    send: sessionsApi.confirm,
    onKept: onConfirmed,
  });
  return (
    <Form of={form} guards={false}>
      <p>{t("confirmText")}</p>
      <PasswordField
        of={form}
        name="password"
        label={t("password")}
        autoComplete="current-password"
        autoFocus
      />
      <div>
        <SendButton of={form}>{t("confirm")}</SendButton>
      </div>
    </Form>
  );
}
