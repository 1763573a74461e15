import { Box, Button } from "@mantine/core";
import { IconDownload, IconFileImport } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useGo } from "#ui/link.tsx";
import { filterOf } from "#ui/list/filters.ts";
import type { BulkVerb, Filter } from "#ui/list/types.ts";
import { More } from "#ui/more.tsx";
import { useMay } from "#ui/session.tsx";
import { type Url, useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import type { NewExport } from "./exports.client.ts";
import { exportWords } from "./exports.words.ts";

const ExportDialog = lazy(() =>
  import("./export-dialog.tsx").then((file) => ({ default: file.ExportDialog })),
);

type Files = {
  /** Import and export, beside the page's own verb. */
  buttons: ReactNode;
  /** For what is picked, or all that the filters leave. */
  verbs: BulkVerb[];
  dialog: ReactNode;
};

/** A list's ways in and out by files: all of it, what it shows, or what is picked. Nothing for who may not. */
export function useFiles(
  type: NewExport["type"],
  { filters, mayWrite }: { filters: readonly Filter[]; mayWrite: boolean },
): Files {
  const t = useWords(exportWords);
  const go = useGo();
  const mayExport = useMay("records.exports.run");
  const mayImport = useMay("records.imports.run") && mayWrite;
  const [url, change] = useUrl();
  const [picked, pick] = useState<{ ids: string[] | null } | null>(null);
  // The palette leads here by the address.
  const isAsked = url["export"] !== undefined;
  const asked = picked ?? (isAsked ? { ids: null } : null);
  const shown: Url = {
    ...filterOf(url, filters),
    ...(url["where"] === undefined ? {} : { where: url["where"] }),
  };
  const close = () => {
    pick(null);
    if (isAsked) change({ export: null });
  };
  const items = [
    ...(mayExport
      ? [{ label: t("export"), act: () => pick({ ids: null }), Icon: IconDownload }]
      : []),
    ...(mayImport
      ? [{ label: t("import"), act: () => go(`/imports/new?type=${type}`), Icon: IconFileImport }]
      : []),
  ];
  return {
    buttons: items.length > 0 && (
      <>
        {items.map(({ label, act, Icon }) => (
          <Button
            key={label}
            variant="default"
            visibleFrom="sm"
            leftSection={<Icon size={16} stroke={1.8} />}
            onClick={act}
          >
            {label}
          </Button>
        ))}
        <Box hiddenFrom="sm">
          <More
            items={items.map(({ label, act, Icon }) => ({
              label,
              icon: <Icon size={16} stroke={1.6} />,
              onClick: act,
            }))}
          />
        </Box>
      </>
    ),
    verbs: mayExport
      ? [
          {
            label: t("export"),
            icon: <IconDownload size={16} stroke={1.6} />,
            run: ({ ids }) => pick({ ids }),
            canDoAll: true,
          },
        ]
      : [],
    dialog: mayExport && (
      <Suspense>
        {asked !== null && (
          <ExportDialog type={type} ids={asked.ids} shown={shown} onClose={close} />
        )}
      </Suspense>
    ),
  };
}
