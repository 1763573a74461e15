import { client } from "#ui/api.ts";
import { Dialog } from "#ui/dialog.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { audit } from "../audit.contract.ts";
import { gapWords } from "./gaps.words.ts";

const api = client(audit);
const REASON_MIN = 10;

/** An Admin says why a part of the log is gone. */
export function GapDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(gapWords);
  const form = useForm({
    start: { reason: "" },
    check: ({ reason }) => ({
      reason: reason.trim().length < REASON_MIN ? "field.too_short" : null,
    }),
    send: (values) => api.acknowledge(values),
    onKept: () => {
      onClose();
      toast(t("acknowledged"));
    },
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("acknowledgeTitle")}>
      <p>{t("acknowledgeText")}</p>
      <Form of={form} guards={false}>
        <TextAreaField of={form} name="reason" label={t("reason")} />
        <SendButton of={form}>{t("acknowledgeVerb")}</SendButton>
      </Form>
    </Dialog>
  );
}
