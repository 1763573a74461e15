import { Button } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "#ui/dialog.tsx";
import { useGo, useParam } from "#ui/link.tsx";
import { More, type MoreItem } from "#ui/more.tsx";
import { Note } from "#ui/note.tsx";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { LongWork } from "#ui/progress.tsx";
import { toast } from "#ui/toasts.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { DryRun } from "./dry-run.tsx";
import { type Import, importsApi, useImport } from "./imports.client.ts";
import { importWords } from "./imports.words.ts";
import { MatchColumns } from "./match-columns.tsx";
import { Result } from "./result.tsx";
import { SheetPicker } from "./sheet-picker.tsx";
import { FileLine, Steps } from "./steps.tsx";
import { useVerbs } from "./verbs.tsx";
import { Work } from "./work.tsx";

/** One import, at whatever step it is. */
export function ImportPage() {
  const id = useParam("importId");
  const t = useWords(importWords);
  const query = useImport(id);
  const verbs = useVerbs();
  const [isDiscarding, discard] = useState(false);
  return (
    <Page
      of={query}
      crumb={{ to: "/imports", label: t("imports") }}
      title={({ type }) => t(`title.${type}`)}
      actions={(one) => (
        <>
          {verbs.actionsOf(one)}
          {one.blocked.discard === null && (
            <More items={[discardItem(t("discard"), () => discard(true))]} />
          )}
        </>
      )}
    >
      {(one) => (
        <>
          <Steps at={stepOf(one)} />
          {one.rowsCount !== null && <FileLine of={one} />}
          <ProblemNote of={verbs.error} />
          <Stage of={one} verbs={verbs} />
          <DiscardDialog id={one.id} isOpen={isDiscarding} onClose={() => discard(false)} />
        </>
      )}
    </Page>
  );
}

const discardItem = (label: string, onClick: () => void): MoreItem => ({
  label,
  onClick,
  isDanger: true,
});

const STEP_OF: Record<Import["state"], 1 | 2 | 3 | 4 | 5> = {
  uploading: 1,
  reading: 1,
  unreadable: 1,
  matching: 2,
  trying: 3,
  tried: 3,
  running: 4,
  done: 5,
  undoing: 5,
  undone: 5,
};
const stepOf = ({ state }: Import) => STEP_OF[state];

type StageProps = { of: Import; verbs: ReturnType<typeof useVerbs> };

function Stage({ of, verbs }: StageProps) {
  const t = useWords(importWords);
  const { fileName: name, rowsDone, rowsCount } = of;
  switch (of.state) {
    case "uploading":
      return <NotSent />;
    case "reading":
      return (
        <Work
          title={t("reading", { name })}
          text={t("readingText", { count: rowsDone })}
          done={0}
          total={null}
        />
      );
    case "unreadable":
      return <Unreadable of={of} />;
    case "matching":
      return <MatchColumns key={of.version} of={of} onMatch={verbs.match} />;
    case "trying":
      return (
        <LongWork
          title={t("trying")}
          done={rowsDone}
          total={rowsCount ?? 0}
          actions={verbs.stopOf(of)}
        />
      );
    case "running":
      return (
        <LongWork
          title={t("running", { name })}
          done={rowsDone}
          total={of.finishedAt === null ? (rowsCount ?? 0) : Math.max(of.fixedCount, rowsDone)}
          actions={verbs.stopOf(of)}
        />
      );
    case "undoing":
      return (
        <LongWork
          title={t("undoing", { name })}
          done={rowsDone}
          total={Math.max(of.counts.created + of.counts.updated, rowsDone)}
        />
      );
    case "tried":
      return <DryRun of={of} />;
    case "done":
    case "undone":
      return <Result of={of} />;
  }
}

function NotSent() {
  const t = useWords(importWords);
  const go = useGo();
  return (
    <Note
      tone="warn"
      actions={<Button onClick={() => go("/imports/new")}>{t("newImport")}</Button>}
    >
      {t("records.import.not_whole")}
    </Note>
  );
}

/** What is wrong with the file, and another sheet where there is one. */
function Unreadable({ of }: { of: Import }) {
  const t = useWords(importWords);
  const go = useGo();
  const reason = useReason();
  return (
    <Note
      tone="bad"
      actions={
        <>
          <Button onClick={() => go(`/imports/new?type=${of.type}`)}>{t("newImport")}</Button>
          <SheetPicker of={of} />
        </>
      }
    >
      {reason(of.problem?.code ?? null)}
    </Note>
  );
}

function DiscardDialog(props: { id: string; isOpen: boolean; onClose: () => void }) {
  const { id, isOpen, onClose } = props;
  const t = useWords(importWords);
  const go = useGo();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("discardTitle")}
      verb={t("discard")}
      isDanger
      onDo={async () => {
        await importsApi.discard({ id });
        go("/imports", { replace: true });
        toast(t("discarded"));
      }}
    >
      <p>{t("discardText")}</p>
    </Dialog>
  );
}
