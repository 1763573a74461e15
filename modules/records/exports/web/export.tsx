import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { BulkVerb } from "#ui/list/types.ts";
import { useMay } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import type { NewExport } from "./exports.client.ts";
import { exportWords } from "./exports.words.ts";

const ExportDialog = lazy(() =>
  import("./export-dialog.tsx").then((file) => ({ default: file.ExportDialog })),
);

type Exporting = {
  /** Beside the page's own verb. */
  button: ReactNode;
  /** For what is picked. */
  verbs: BulkVerb[];
  dialog: ReactNode;
};

/** A list's ways out: all of it, or what is picked, as a file. Nothing for who may not. */
export function useExport(type: NewExport["type"]): Exporting {
  const t = useWords(exportWords);
  const may = useMay("records.exports.run");
  const [asked, ask] = useState<{ ids: string[] | null } | null>(null);
  if (!may) return { button: null, verbs: [], dialog: null };
  return {
    button: (
      <Button variant="default" visibleFrom="sm" onClick={() => ask({ ids: null })}>
        {t("export")}
      </Button>
    ),
    verbs: [
      {
        label: t("export"),
        icon: <IconDownload size={16} stroke={1.6} />,
        run: ({ ids }) => ask({ ids }),
      },
    ],
    dialog: (
      <Suspense>
        {asked !== null && <ExportDialog type={type} ids={asked.ids} onClose={() => ask(null)} />}
      </Suspense>
    ),
  };
}
