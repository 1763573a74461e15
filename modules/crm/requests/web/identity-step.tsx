import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type PrivacyRequest, requestsApi, useRequestVerb } from "./requests.client.ts";
import styles from "./requests.module.css";
import { requestWords } from "./requests.words.ts";

/** How it was made sure that it is them: before that nothing is handed out and nothing erased. */
export function IdentityStep({ of }: { of: PrivacyRequest }) {
  const t = useWords(requestWords);
  const [isAgain, setAgain] = useState(false);
  if (of.checkedAt !== null && !isAgain)
    return (
      <>
        {of.identityCheck !== "" && <p className={styles.note}>{of.identityCheck}</p>}
        <p className="k-muted">
          {t.rich("checkedBy", {
            name: of.checkedBy,
            when: <When key="when" at={of.checkedAt} as="full" />,
          })}
        </p>
      </>
    );
  if (of.state !== "open") return <p className="k-muted">{t("notChecked")}</p>;
  if (of.blocked.change !== null)
    return (
      <ActionButton blocked={of.blocked.change} variant="default" onClick={() => undefined}>
        {t("noteCheck")}
      </ActionButton>
    );
  return <CheckForm of={of} onKept={() => setAgain(false)} />;
}

function CheckForm({ of, onKept }: { of: PrivacyRequest; onKept: () => void }) {
  const t = useWords(requestWords);
  const identify = useRequestVerb(requestsApi.identify);
  const form = useForm({
    start: { how: "" },
    check: ({ how }) => ({ how: how.trim() === "" ? "field.required" : null }),
    send: ({ how }) => identify.mutateAsync({ id: of.id, version: of.version, how }),
    onKept,
  });
  return (
    <div className={styles.form}>
      <Form of={form}>
        <TextAreaField of={form} name="how" label={t("how")} help={t("howHelp")} />
        <div>
          <SendButton of={form}>{t("noteCheck")}</SendButton>
        </div>
      </Form>
    </div>
  );
}
