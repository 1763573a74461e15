import { TextInput } from "@mantine/core";
import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Note } from "#ui/note.tsx";
import { LongWork } from "#ui/progress.tsx";
import { refresh } from "#ui/query.ts";
import { useSession } from "#ui/session.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type Backup, backupsApi, type Return } from "./backups.client.ts";
import styles from "./backups.module.css";
import { backupWords } from "./backups.words.ts";

/** The verb on a backup, and what one should know before. The company's name is typed: it concerns everybody. */
export function ReturnButton({ of: { id, takenAt, blocked } }: { of: Backup }) {
  const t = useWords(backupWords);
  const company = useSession()?.company?.name ?? "";
  const [isAsked, ask] = useState(false);
  const [name, setName] = useState("");
  return (
    <>
      <ActionButton variant="default" blocked={blocked.return} quiet onClick={() => ask(true)}>
        {t("return")}
      </ActionButton>
      <Dialog
        isOpen={isAsked}
        onClose={() => ask(false)}
        title={t("returnTitle")}
        verb={t("returnVerb")}
        isDanger
        onDo={async () => {
          await backupsApi.return({ id, name });
          setName("");
          void refresh("companies.backups");
        }}
      >
        <div className={styles.stack}>
          <p>
            {t.rich("returnText", {
              when: <When key="when" at={takenAt ?? ""} as="full" />,
            })}
          </p>
          <p>{t("returnKept")}</p>
          <TextInput
            label={t("typeName", { name: company })}
            value={name}
            autoComplete="off"
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </div>
      </Dialog>
    </>
  );
}

/** How far a return is, or what it put aside and until when that can be had back. */
export function LastReturn({ of: last, now }: { of: Return | null; now: number }) {
  const t = useWords(backupWords);
  if (last === null) return null;
  const when = <When key="when" at={last.toAt} as="full" />;
  if (last.state === "failed") return <Note tone="bad">{t.rich("returnFailed", { when })}</Note>;
  if (last.state !== "done")
    return <LongWork title={t("returning")} done={last.rowCount} total={last.rowCountOf ?? 0} />;
  if (last.keptUntil === null || Date.parse(last.keptUntil) < now) return null;
  const until = <When key="until" at={last.keptUntil} as="full" />;
  return (
    <Note tone="warn">
      <div className={styles.stack}>
        <span>
          {t.rich(last.isTakingBack ? "takenBack" : "returned", {
            when,
            until,
            name: last.askedBy,
          })}
        </span>
        <div>
          <ActionButton
            variant="default"
            blocked={last.blocked.takeBack}
            quiet
            onClick={async () => {
              await backupsApi.takeBack({ id: last.id });
              void refresh("companies.backups");
            }}
          >
            {t("takeBack")}
          </ActionButton>
        </div>
      </div>
    </Note>
  );
}
