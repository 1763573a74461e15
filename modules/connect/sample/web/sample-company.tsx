import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { client } from "#ui/api.ts";
import { Dialog } from "#ui/dialog.tsx";
import { Note } from "#ui/note.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { LongWork } from "#ui/progress.tsx";
import { useWords } from "#ui/words.ts";
import { sample } from "../sample.contract.ts";
import { sampleWords } from "./sample.words.ts";

const api = client(sample);
const KEY = ["connect.sample"] as const;

/** How far the sample company is; told live while it is loaded or taken out. */
export const useSample = () =>
  useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.get({}, signal) });

/** The verb that fills an empty company. */
export function LoadSample() {
  const t = useWords(sampleWords);
  const cache = useQueryClient();
  const found = useSample();
  const load = useMutation({
    mutationFn: () => api.load({}),
    onSuccess: (now) => cache.setQueryData(KEY, now),
  });
  if (found.data === undefined) return <ProblemNote of={found.error} />;
  return (
    <>
      <ActionButton
        variant="default"
        blocked={found.data.blocked.load}
        isBusy={load.isPending}
        onClick={() => load.mutate()}
      >
        {t("load")}
      </ActionButton>
      <ProblemNote of={load.error} />
    </>
  );
}

/** Says that made-up records are here, with the way to take them out again. Nothing when there are none. */
export function SampleNote() {
  const t = useWords(sampleWords);
  const cache = useQueryClient();
  const found = useSample();
  const [isAsking, setAsking] = useState(false);
  if (found.data === undefined || found.data.state === "none") return null;
  if (isWorking(found.data.state)) return <SampleProgress />;
  return (
    <Note
      actions={
        <Button variant="default" onClick={() => setAsking(true)}>
          {t("remove")}
        </Button>
      }
    >
      {t("loaded")}
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("removeTitle")}
        verb={t("remove")}
        isDanger
        onDo={async () => {
          cache.setQueryData(KEY, await api.remove({}));
        }}
      >
        <p>{t("removeText")}</p>
      </Dialog>
    </Note>
  );
}

const isWorking = (state: string) => state === "loading" || state === "removing";

function SampleProgress() {
  const t = useWords(sampleWords);
  const { data } = useSample();
  if (data === undefined) return null;
  return (
    <LongWork
      title={data.state === "removing" ? t("removing") : t("loading")}
      done={data.doneCount}
      total={data.totalCount}
    />
  );
}
