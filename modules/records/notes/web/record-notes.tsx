import { Button } from "@mantine/core";
import {
  IconArrowBackUp,
  IconHistory,
  IconPaperclip,
  IconPencil,
  IconPin,
  IconPinFilled,
  IconPinnedOff,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { Bones } from "#ui/bones.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Face } from "#ui/face.tsx";
import { More, type MoreItem } from "#ui/more.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useMay } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { attachAll } from "../../attachments/web/attachments.client.ts";
import { NoteFiles, useNoteFile } from "../../attachments/web/record-files.tsx";
import { NoteEditor } from "./note-editor.tsx";
import { NoteText } from "./note-text.tsx";
import { type Note, notesApi, refreshNotes, useHistory, useNotes } from "./notes.client.ts";
import styles from "./notes.module.css";
import { noteWords } from "./notes.words.ts";

/** What people wrote on a record. `subject` is its shown id. */
export function RecordNotes({ subject }: { subject: string }) {
  const t = useWords(noteWords);
  const reason = useReason();
  const pages = useNotes(subject, false);
  const [showsDeleted, showDeleted] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const mayAttach = useMay("records.attachments.write");
  const first = pages.data?.pages[0];
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const closed = first?.blocked.write ?? null;
  const deletedCount = first?.deletedCount ?? 0;
  return (
    <Section
      title={t("notes")}
      {...(deletedCount === 0
        ? {}
        : {
            action: (
              <Button variant="subtle" size="compact-sm" onClick={() => showDeleted(true)}>
                {t("deleted", { count: deletedCount })}
              </Button>
            ),
          })}
    >
      {pages.isPending && <Bones rows={2} />}
      {pages.isError && <ProblemNote of={pages.error} onRetry={() => void pages.refetch()} />}
      {first !== undefined && closed === null && (
        <NoteEditor
          label={t("write")}
          verb={t("add")}
          takesFiles={mayAttach}
          onSend={async (note, files) => {
            const { id } = await notesApi.write({ subject, ...note });
            void refreshNotes();
            // The note stands: what cannot be taken with it is told by itself.
            await attachAll(subject, id, files).catch((problem: unknown) => setProblem(problem));
          }}
        />
      )}
      <ProblemNote of={problem} />
      {first !== undefined && rows.length === 0 && closed !== null && (
        <p className="k-muted">{t("none")}</p>
      )}
      {closed !== null && closed !== "records.note.record_in_trash" && (
        <p className="k-caption">{reason(closed)}</p>
      )}
      <ul className={styles.notes}>
        {rows.map((note) => (
          <One key={note.id} of={note} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t("older")}
        </Button>
      )}
      <Dialog isOpen={showsDeleted} onClose={() => showDeleted(false)} title={t("deletedTitle")}>
        {showsDeleted && <Deleted subject={subject} />}
      </Dialog>
    </Section>
  );
}

function One({ of }: { of: Note }) {
  const t = useWords(noteWords);
  const [isEdited, edit] = useState(false);
  const [showsHistory, showHistory] = useState(false);
  const file = useNoteFile(of.subject, of.id);
  const mayAttach = useMay("records.attachments.write");
  return (
    <li className={styles.note} data-pinned={of.isPinned || undefined}>
      <div className={styles.head}>
        <Face name={of.authorName} size={24} />
        <b>{of.authorName}</b>
        <span className="k-caption">
          <When at={of.createdAt} />
          {of.editedAt !== null && ` · ${t("edited")}`}
        </span>
        {of.isPinned && (
          <span className={styles.pin} role="img" aria-label={t("pinned")} title={t("pinned")}>
            <IconPinFilled size={14} aria-hidden="true" />
          </span>
        )}
        <span className={styles.more}>
          <More
            label={t("more", { name: of.authorName })}
            items={useVerbs(
              of,
              () => edit(true),
              () => showHistory(true),
              mayAttach ? file : null,
            )}
          />
        </span>
      </div>
      {isEdited ? (
        <NoteEditor
          label={t("edit")}
          verb={t("save")}
          start={of}
          onClose={() => edit(false)}
          takesFiles={mayAttach}
          onSend={async (note, files) => {
            await notesApi.change({ id: of.id, version: of.version, ...note });
            await refreshNotes();
            await attachAll(of.subject, of.id, files);
          }}
        />
      ) : (
        <NoteText of={of} />
      )}
      <NoteFiles subject={of.subject} note={of.id} />
      {file.field}
      <Dialog isOpen={showsHistory} onClose={() => showHistory(false)} title={t("history")}>
        {showsHistory && <History of={of} />}
      </Dialog>
    </li>
  );
}

type NoteFile = ReturnType<typeof useNoteFile>;

function useVerbs(
  of: Note,
  onEdit: () => void,
  onHistory: () => void,
  file: NoteFile | null,
): MoreItem[] {
  const t = useWords(noteWords);
  const { id, version } = of;
  const pin = async () => {
    await notesApi.pin({ id, version, isPinned: !of.isPinned });
    await refreshNotes();
  };
  const remove = async () => {
    const gone = await notesApi.remove({ id, version });
    await refreshNotes();
    toast(t("removed"), async () => {
      await notesApi.restore({ id, version: gone.version });
      await refreshNotes();
    });
  };
  return [
    {
      label: t("edit"),
      icon: <IconPencil size={16} />,
      onClick: onEdit,
      blocked: of.blocked.change,
    },
    {
      label: t(of.isPinned ? "unpin" : "pin"),
      icon: of.isPinned ? <IconPinnedOff size={16} /> : <IconPin size={16} />,
      onClick: () => void pin(),
      blocked: of.blocked.pin,
    },
    ...(file === null
      ? []
      : [
          {
            label: file.label,
            icon: <IconPaperclip size={16} />,
            onClick: file.choose,
            blocked: of.blocked.pin,
          },
        ]),
    ...(of.editedAt === null
      ? []
      : [{ label: t("history"), icon: <IconHistory size={16} />, onClick: onHistory }]),
    {
      label: t("remove"),
      icon: <IconTrash size={16} />,
      onClick: () => void remove(),
      blocked: of.blocked.remove,
      isDanger: true,
    },
  ];
}

function History({ of }: { of: Note }) {
  const t = useWords(noteWords);
  const history = useHistory(of.id);
  if (history.isPending) return <Bones rows={2} />;
  if (history.isError) return <ProblemNote of={history.error} />;
  return (
    <ul className={styles.notes}>
      {history.data.rows.map(({ version, text, editorName, writtenAt }) => (
        <li key={version} className={styles.note}>
          <p className="k-caption">
            {t.rich("historyLine", {
              who: editorName,
              when: <When key="when" at={writtenAt} as="full" />,
            })}
          </p>
          <NoteText of={{ text, mentions: [] }} />
        </li>
      ))}
    </ul>
  );
}

function Deleted({ subject }: { subject: string }) {
  const t = useWords(noteWords);
  const pages = useNotes(subject, true);
  const restore = async ({ id, version }: Note) => {
    await notesApi.restore({ id, version });
    await refreshNotes();
    toast(t("restored"));
  };
  if (pages.isPending) return <Bones rows={2} />;
  if (pages.isError) return <ProblemNote of={pages.error} />;
  return (
    <>
      <p className="k-muted">{t("deletedText")}</p>
      <ul className={styles.notes}>
        {pages.data.pages
          .flatMap((page) => page.rows)
          .map((note) => (
            <li key={note.id} className={styles.note}>
              <p className="k-caption">
                {t.rich("historyLine", {
                  who: note.authorName,
                  when: <When key="when" at={note.createdAt} as="full" />,
                })}
              </p>
              <NoteText of={note} />
              <div className={styles.verbs}>
                <Button
                  variant="default"
                  disabled={note.blocked.restore !== null}
                  leftSection={<IconArrowBackUp size={16} stroke={1.6} />}
                  onClick={() => void restore(note)}
                >
                  {t("restore")}
                </Button>
              </div>
            </li>
          ))}
      </ul>
      {pages.hasNextPage && (
        <Button variant="default" onClick={() => void pages.fetchNextPage()}>
          {t("older")}
        </Button>
      )}
    </>
  );
}
