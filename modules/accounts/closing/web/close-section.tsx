import { TextInput } from "@mantine/core";
import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { ApiProblem } from "#ui/api.ts";
import { Dialog } from "#ui/dialog.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { useAccount } from "#ui/session.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { closingApi, useClosing } from "./closing.client.ts";
import styles from "./closing.module.css";
import { closingWords } from "./closing.words.ts";

/** The last thing in one's settings. */
export function CloseSection() {
  const t = useWords(closingWords);
  const { email } = useAccount();
  const { data } = useClosing();
  const [isAsked, ask] = useState(false);
  const [typed, type] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const reasonFor = useReason();
  if (data === undefined) return null;
  return (
    <Section title={t("title")} text={t("text")}>
      {data.companies.length > 0 && <p>{t("lastOf", { companies: data.companies.join(", ") })}</p>}
      <ActionButton variant="default" blocked={data.blocked.close} onClick={() => ask(true)}>
        {t("close")}
      </ActionButton>
      <Dialog
        isOpen={isAsked}
        onClose={() => ask(false)}
        title={t("closeTitle")}
        verb={t("closeDo")}
        isDanger
        onDo={async () => {
          await closingApi.close({ email: typed }).catch((problem: unknown) => {
            // What was typed wrong is said where it was typed.
            if (problem instanceof ApiProblem) setWrong(problem.fields[0]?.code ?? null);
            throw problem;
          });
          // The session opens nothing else any more: its frame leads to where the account is opened again.
          await refresh("accounts.me");
        }}
      >
        <div className={styles.stack}>
          <p>{t("atOnce")}</p>
          <TextInput
            label={t("typeEmail", { email })}
            value={typed}
            autoComplete="off"
            error={reasonFor(wrong)}
            onChange={(event) => {
              type(event.currentTarget.value);
              setWrong(null);
            }}
          />
        </div>
      </Dialog>
    </Section>
  );
}
