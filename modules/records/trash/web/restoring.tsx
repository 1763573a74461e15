import { lazy, type ReactNode, Suspense, useState } from "react";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { type Conflict, refreshAll, trashApi } from "./trash.client.ts";
import { trashWords } from "./trash.words.ts";

/** Fetched when something cannot come back as it was, which is rare. */
const ConflictDialog = lazy(() =>
  import("./conflict-dialog.tsx").then((file) => ({ default: file.ConflictDialog })),
);

export type Restoring = {
  restore: (records: readonly string[], name?: string) => Promise<void>;
  /** Asks where something is in the way: put it on the page. */
  dialog: ReactNode;
};

/** Brings records back; what was taken meanwhile is shown and decided. */
export function useRestoring(): Restoring {
  const t = useWords(trashWords);
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([]);
  const said = async (restored: readonly string[], name?: string) => {
    await refreshAll();
    if (restored.length === 0) return;
    const isOne = restored.length === 1 && name !== undefined;
    toast(isOne ? t("restored", { name }) : t("restoredMany", { count: restored.length }));
  };
  return {
    restore: async (records, name) => {
      const done = await trashApi.restore({ records: [...records] });
      await said(done.restored, name);
      setConflicts(done.conflicts);
    },
    dialog: conflicts.length > 0 && (
      <Suspense>
        <ConflictDialog
          of={conflicts}
          onClose={() => setConflicts([])}
          onDo={async (resolution) => {
            const records = conflicts.map(({ record }) => record);
            const done = await trashApi.restore({ records, resolution });
            await said(done.restored, conflicts.length === 1 ? conflicts[0]?.name : undefined);
          }}
        />
      </Suspense>
    ),
  };
}
