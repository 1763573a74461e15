import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { ApiProblem } from "#ui/api.ts";
import { Dialog } from "#ui/dialog.tsx";
import { Link, useGo } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { useCompany } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { type Ending, endingsApi, useEnding } from "./endings.client.ts";
import styles from "./endings.module.css";
import { endingWords } from "./endings.words.ts";

/** How a company ends: at the bottom of its settings, where nobody meets it by chance. */
export function EndSection() {
  const t = useWords(endingWords);
  const { data } = useEnding();
  if (data === undefined) return null;
  return (
    <Section title={t("title")} text={data.ending === null ? t("text") : undefined}>
      {data.ending === null ? (
        <CancelButton blocked={data.blocked.cancel} />
      ) : (
        <Cancelled of={data.ending} />
      )}
    </Section>
  );
}

/** What was decided concerns everybody: the session says so on every page from now on. */
const seenEverywhere = () =>
  Promise.all([refresh("companies.endings"), refresh("accounts.me")]).then(() => undefined);

function CancelButton({ blocked }: { blocked: string | null }) {
  const t = useWords(endingWords);
  const [isAsked, ask] = useState(false);
  return (
    <>
      <ActionButton variant="default" blocked={blocked} onClick={() => ask(true)}>
        {t("cancel")}
      </ActionButton>
      <CancelDialog isOpen={isAsked} onClose={() => ask(false)} />
    </>
  );
}

const OPEN_MS = 30 * 86_400_000;

function CancelDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useWords(endingWords);
  const company = useCompany();
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const reasonFor = useReason();
  const [reason, setReason] = useState("");
  const endsAt = new Date(Date.now() + OPEN_MS).toISOString();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("cancelTitle")}
      verb={t("cancelDo")}
      isDanger
      onDo={async () => {
        await endingsApi
          .cancel({ name, ...(reason === "" ? {} : { reason }) })
          .catch((problem: unknown) => {
            // What was typed wrong is said where it was typed.
            if (problem instanceof ApiProblem) setWrong(problem.fields[0]?.code ?? null);
            throw problem;
          });
        setName("");
        setReason("");
        await seenEverywhere();
      }}
    >
      <div className={styles.stack}>
        <p>{t("atOnce")}</p>
        <p>{t.rich("in30", { when: <When key="when" at={endsAt} as="full" /> })}</p>
        <p>
          {t.rich("take", {
            link: (
              <Link key="link" to="/settings/data-export">
                {t("takeLink")}
              </Link>
            ),
          })}
        </p>
        <Textarea
          label={t("reason")}
          description={t("reasonHelp")}
          value={reason}
          maxLength={2000}
          autosize
          minRows={2}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <TextInput
          label={t("typeName", { name: company.name })}
          value={name}
          autoComplete="off"
          error={reasonFor(wrong)}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setWrong(null);
          }}
        />
      </div>
    </Dialog>
  );
}

function Cancelled({ of }: { of: Ending }) {
  const t = useWords(endingWords);
  const go = useGo();
  const undo = async () => {
    await endingsApi.undo({ id: of.id });
    await seenEverywhere();
    toast(t("undone"));
  };
  return (
    <Note
      tone="warn"
      actions={
        <>
          <ActionButton blocked={of.blocked.undo} onClick={() => void undo()}>
            {t("undo")}
          </ActionButton>
          <ActionButton variant="default" onClick={() => go("/settings/data-export")}>
            {t("exports")}
          </ActionButton>
        </>
      }
    >
      {t.rich("cancelled", {
        name: of.cancelledBy ?? "",
        at: <When key="at" at={of.cancelledAt} as="full" />,
        when: <When key="when" at={of.endsAt} as="full" />,
      })}
    </Note>
  );
}
