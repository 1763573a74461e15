import { Dialog } from "#ui/dialog.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useCompany } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { type PrivacyRequest, requestsApi, useRequestVerb } from "./requests.client.ts";
import styles from "./requests.module.css";
import { requestWords } from "./requests.words.ts";

type Props = { of: PrivacyRequest; as: "finish" | "refuse"; onClose: () => void };

/** What they are told stays with the request. It goes to them by whoever writes it: a mail with it is one click away. */
export function CloseDialog({ of, as, onClose }: Props) {
  const t = useWords(requestWords);
  const company = useCompany();
  const close = useRequestVerb(as === "finish" ? requestsApi.finish : requestsApi.refuse);
  const form = useForm({
    start: { answer: "" },
    check: ({ answer }) => ({ answer: answer.trim() === "" ? "field.required" : null }),
    send: ({ answer }) => close.mutateAsync({ id: of.id, version: of.version, answer }),
    onKept: () => {
      toast(t(as === "finish" ? "finished" : "refused"));
      onClose();
    },
  });
  const subject = t("mailSubject", { company: company.name });
  const letter = `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(form.values.answer)}`;
  return (
    <Dialog isOpen onClose={onClose} title={t(as === "finish" ? "finishTitle" : "refuseTitle")}>
      <p>{t(as === "finish" ? "finishText" : "refuseText")}</p>
      <Form of={form} guards={false}>
        <TextAreaField of={form} name="answer" label={t(as === "finish" ? "answer" : "reason")} />
        {of.email !== null && (
          <p className={styles.mail}>
            <a href={`mailto:${of.email}?${letter}`} className="k-link">
              {t("writeMail", { email: of.email })}
            </a>
          </p>
        )}
        <SendButton of={form}>{t(as === "finish" ? "finish" : "refuse")}</SendButton>
      </Form>
    </Dialog>
  );
}
