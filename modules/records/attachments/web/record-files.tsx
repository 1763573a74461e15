import { Button } from "@mantine/core";
import {
  IconArrowBackUp,
  IconDownload,
  IconEye,
  IconFile,
  IconPaperclip,
  IconPhoto,
  IconTrash,
} from "@tabler/icons-react";
import { type ClipboardEvent, type DragEvent, useRef, useState } from "react";
import { Bones } from "#ui/bones.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { More } from "#ui/more.tsx";
import { bytesText } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import {
  type Attachment,
  addressOf,
  attach,
  attachmentsApi,
  refreshAttachments,
  useAttachments,
} from "./attachments.client.ts";
import styles from "./attachments.module.css";
import { attachmentWords } from "./attachments.words.ts";

/** Files that people hung on a record and its notes: dropped, pasted or chosen. `subject` is its shown id. */
export function RecordFiles({ subject }: { subject: string }) {
  const t = useWords(attachmentWords);
  const files = useAttachments(subject);
  const sending = useSending(subject, null);
  const [showsDeleted, showDeleted] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const closed = files.data?.blocked.add ?? null;
  const rows = files.data?.rows ?? [];
  const deletedCount = files.data?.deletedCount ?? 0;
  return (
    <Section
      title={t("files")}
      action={
        <>
          {deletedCount > 0 && (
            <Button variant="subtle" size="compact-sm" onClick={() => showDeleted(true)}>
              {t("deleted", { count: deletedCount })}
            </Button>
          )}
          {files.data !== undefined && closed === null && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPaperclip size={15} stroke={1.8} />}
              onClick={() => chooser.current?.click()}
            >
              {t("add")}
            </Button>
          )}
        </>
      }
    >
      {files.isPending && <Bones rows={1} />}
      {files.isError && <ProblemNote of={files.error} onRetry={() => void files.refetch()} />}
      <input
        ref={chooser}
        className={styles.hidden}
        type="file"
        multiple
        aria-label={t("add")}
        onChange={({ currentTarget }) => {
          sending.send([...(currentTarget.files ?? [])]);
          currentTarget.value = "";
        }}
      />
      <Zone isOpen={closed === null} onFiles={sending.send}>
        {files.data !== undefined && rows.length === 0 && (
          <p className="k-muted">{t(closed === null ? "none" : "noneHere")}</p>
        )}
        <Files of={rows} />
        {sending.state}
      </Zone>
      {files.data !== undefined && rows.length > 0 && closed === null && (
        <p className={`k-caption ${styles.quota}`}>
          {t("quota", {
            used: bytesText(files.data.usedBytes),
            all: bytesText(files.data.quotaBytes),
          })}
        </p>
      )}
      <Dialog isOpen={showsDeleted} onClose={() => showDeleted(false)} title={t("deletedTitle")}>
        {showsDeleted && <Deleted subject={subject} />}
      </Dialog>
    </Section>
  );
}

/** Those of one note, below its words. */
export function NoteFiles({ subject, note }: { subject: string; note: string }) {
  const rows = (useAttachments(subject).data?.rows ?? []).filter((file) => file.note === note);
  return rows.length === 0 ? null : <Files of={rows} isOfNote />;
}

/** A file for a note, chosen from its menu. */
export function useNoteFile(subject: string, note: string) {
  const chooser = useRef<HTMLInputElement>(null);
  const t = useWords(attachmentWords);
  const sending = useSending(subject, note);
  return {
    label: t("attachToNote"),
    choose: () => chooser.current?.click(),
    field: (
      <>
        <input
          ref={chooser}
          className={styles.hidden}
          type="file"
          aria-label={t("attachToNote")}
          onChange={({ currentTarget }) => {
            sending.send([...(currentTarget.files ?? [])]);
            currentTarget.value = "";
          }}
        />
        {sending.state}
      </>
    ),
  };
}

/** What is on its way, and what could not be taken: one after the other. */
function useSending(subject: string, note: string | null) {
  const t = useWords(attachmentWords);
  const [under, setUnder] = useState<{ name: string; percent: number } | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const send = async (files: readonly File[]) => {
    setProblem(null);
    for (const file of files) {
      const tell = (bytes: number) =>
        setUnder({
          name: file.name,
          percent: Math.min(100, Math.round((100 * bytes) / file.size)),
        });
      try {
        tell(0);
        await attach({ subject, note, file, tell });
      } catch (refused) {
        setProblem(refused);
        break;
      } finally {
        setUnder(null);
      }
    }
  };
  return {
    send: (files: readonly File[]) => void send(files),
    state: (
      <>
        {under !== null && (
          <p className="k-caption" role="status">
            {t("sending", under)}
          </p>
        )}
        <ProblemNote of={problem} />
      </>
    ),
  };
}

type ZoneProps = {
  isOpen: boolean;
  onFiles: (files: readonly File[]) => void;
  children: React.ReactNode;
};

/** Takes what is dropped on it or pasted into it. */
function Zone({ isOpen, onFiles, children }: ZoneProps) {
  const t = useWords(attachmentWords);
  const [isOver, setOver] = useState(false);
  if (!isOpen) return <div>{children}</div>;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };
  return (
    <section
      className={styles.zone}
      aria-label={t("drop")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever pastes has to stand somewhere.
      tabIndex={0}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={paste}
    >
      {children}
    </section>
  );
}

function Files({ of, isOfNote = false }: { of: readonly Attachment[]; isOfNote?: boolean }) {
  return (
    <ul className={styles.files}>
      {of.map((file) => (
        <One key={file.id} of={file} isOfNote={isOfNote} />
      ))}
    </ul>
  );
}

function One({ of, isOfNote }: { of: Attachment; isOfNote: boolean }) {
  const t = useWords(attachmentWords);
  const [problem, setProblem] = useState<unknown>(null);
  const [picture, setPicture] = useState<string | null>(null);
  const Icon = of.isPicture ? IconPhoto : IconFile;
  const open = async () => keep(await addressOf(of.id));
  const look = async () => setPicture((await addressOf(of.id)).replace(/^\//, ""));
  const remove = async () => {
    await attachmentsApi.remove({ id: of.id });
    await refreshAttachments();
    toast(t("removed", { name: of.fileName }), async () => {
      await attachmentsApi.restore({ id: of.id });
      await refreshAttachments();
    });
  };
  const first = of.isPicture ? look : open;
  return (
    <li>
      <div className={styles.file}>
        <Icon size={17} stroke={1.6} aria-hidden="true" />
        {of.blocked.open === null ? (
          <button
            type="button"
            className={styles.name}
            title={of.fileName}
            onClick={() => void first().catch(setProblem)}
          >
            {of.fileName}
          </button>
        ) : (
          <span className={styles.name}>{of.fileName}</span>
        )}
        <span className={styles.facts}>
          {bytesText(of.bytes)} · {of.authorName} · <When at={of.createdAt} />
          {of.note !== null && !isOfNote && ` · ${t("onNote")}`}
        </span>
        <More
          label={t("verbsOf", { name: of.fileName })}
          items={[
            ...(of.isPicture
              ? [
                  {
                    label: t("preview"),
                    icon: <IconEye size={16} />,
                    onClick: () => void look().catch(setProblem),
                    blocked: of.blocked.open,
                  },
                ]
              : []),
            {
              label: t("open"),
              icon: <IconDownload size={16} />,
              onClick: () => void open().catch(setProblem),
              blocked: of.blocked.open,
            },
            {
              label: t("remove"),
              icon: <IconTrash size={16} />,
              onClick: () => void remove().catch(setProblem),
              blocked: of.blocked.remove,
            },
          ]}
        />
      </div>
      <ProblemNote of={problem} />
      <Dialog isOpen={picture !== null} onClose={() => setPicture(null)} title={of.fileName}>
        {picture !== null && (
          <img className={styles.picture} src={`/${picture}`} alt={of.fileName} />
        )}
      </Dialog>
    </li>
  );
}

/** The answer says that it is something to keep: the page stays. */
function keep(path: string): void {
  const link = document.createElement("a");
  link.href = path;
  link.download = "";
  link.click();
}

function Deleted({ subject }: { subject: string }) {
  const t = useWords(attachmentWords);
  const files = useAttachments(subject, true);
  if (files.isPending) return <Bones rows={2} />;
  if (files.isError) return <ProblemNote of={files.error} />;
  const restore = async ({ id, fileName }: Attachment) => {
    await attachmentsApi.restore({ id });
    await refreshAttachments();
    toast(t("restored", { name: fileName }));
  };
  return (
    <>
      <p className="k-muted">{t("deletedText")}</p>
      <ul className={styles.files}>
        {files.data.rows.map((file) => (
          <li key={file.id} className={styles.file}>
            <span className={styles.name}>{file.fileName}</span>
            <Button
              variant="default"
              disabled={file.blocked.restore !== null}
              leftSection={<IconArrowBackUp size={16} stroke={1.6} />}
              onClick={() => void restore(file)}
            >
              {t("restore")}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
