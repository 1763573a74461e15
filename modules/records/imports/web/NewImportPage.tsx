import { Button, NativeSelect } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type DragEvent, useRef, useState } from "react";
import { ApiProblem } from "#ui/api.ts";
import { useGo } from "#ui/link.tsx";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import { FILE_MAX_BYTES } from "../imports.contract.ts";
import { importsApi, keep } from "./imports.client.ts";
import styles from "./imports.module.css";
import { importWords } from "./imports.words.ts";
import { type Progress, Sending } from "./sending.tsx";
import { Steps } from "./steps.tsx";
import { send, type Upload } from "./upload.ts";

const TYPES = ["customer", "order", "product"] as const;

type Begun = Upload & { readonly id: string; readonly version: number };

/** First step: a file, and what is in it. */
export function NewImportPage() {
  const t = useWords(importWords);
  const go = useGo();
  const [url, change] = useUrl();
  const type = TYPES.find((one) => one === url["type"]) ?? "customer";
  const [progress, tell] = useState<Progress | null>(null);
  const begun = useRef<Begun | null>(null);
  const stop = useRef(new AbortController());

  const bring = useMutation({
    mutationFn: async (file: File | null) => {
      stop.current = new AbortController();
      if (file !== null) begun.current = await begin(file, type);
      const upload = begun.current;
      if (upload === null) return;
      const pieces = Math.ceil(upload.file.size / upload.partBytes);
      const from = file === null ? (progress?.pieces ?? 0) : 0;
      await send(
        upload,
        from,
        (bytes, done) => tell({ file: upload.file, bytes, pieces: done, count: pieces }),
        stop.current.signal,
      );
      keep(await importsApi.read({ id: upload.id, version: upload.version }));
      go(`/imports/${upload.id}`, { replace: true });
    },
  });

  const isSending = bring.isPending && progress !== null;
  return (
    <Page crumb={{ to: "/imports", label: t("imports") }} title={t(`title.${type}`)}>
      <Steps at={1} />
      {progress === null || (bring.isError && begun.current === null) ? (
        <>
          <NativeSelect
            className={styles.types}
            label={t("what")}
            value={type}
            data={TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
            onChange={({ currentTarget }) => change({ type: currentTarget.value })}
          />
          <Drop onFile={(file) => bring.mutate(file)} isBusy={bring.isPending} />
          <p className={styles.hint}>{t(`knownFrom.${type}`)}</p>
        </>
      ) : (
        <Sending
          of={progress}
          isSending={isSending}
          onStop={() => {
            stop.current.abort();
            begun.current = null;
            tell(null);
          }}
          onAgain={() => bring.mutate(null)}
        />
      )}
      {!isAborted(bring.error) && <ProblemNote of={bring.error} />}
    </Page>
  );
}

const isAborted = (error: unknown): boolean =>
  error instanceof DOMException && error.name === "AbortError";

async function begin(file: File, type: (typeof TYPES)[number]): Promise<Begun> {
  if (file.size === 0) throw new ApiProblem(422, "invalid", "records.import.empty");
  if (file.size > FILE_MAX_BYTES) throw new ApiProblem(422, "invalid", "records.import.too_large");
  const begun = await importsApi.begin({ type, fileName: file.name, fileBytes: file.size });
  const { upload, partBytes } = begun;
  return { file, upload, partBytes, id: begun.import.id, version: begun.import.version };
}

function Drop({ onFile, isBusy }: { onFile: (file: File) => void; isBusy: boolean }) {
  const t = useWords(importWords);
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) onFile(file);
  };
  return (
    <section
      className={styles.drop}
      aria-label={t("drop")}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconUpload size={28} stroke={1.4} aria-hidden="true" />
      <h2>{t("drop")}</h2>
      <p>{t("dropHint")}</p>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t("choose")}
        accept=".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) onFile(file);
          currentTarget.value = "";
        }}
      />
      <Button loading={isBusy} onClick={() => input.current?.click()}>
        {t("choose")}
      </Button>
    </section>
  );
}
