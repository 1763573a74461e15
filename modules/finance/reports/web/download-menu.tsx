import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { Menu } from "#ui/menu.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { ReportFormat } from "../reports.contract.ts";
import { type Asked, reportsApi } from "./reports.client.ts";
import { reportWords } from "./reports.words.ts";
import { saveFile } from "./save-file.ts";

const TYPES = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
} as const;

/** A statement as a file, in the language of the screen. */
export function DownloadMenu({ of }: { of: Omit<Asked, "language"> }) {
  const t = useWords(reportWords);
  const language = useLanguage();
  const [isBusy, setBusy] = useState(false);
  const [problem, tell] = useState<unknown>(null);
  const download = async (format: keyof typeof TYPES) => {
    setBusy(true);
    tell(null);
    const file = await reportsApi.file({ ...of, language, format }).catch(tell);
    setBusy(false);
    if (file !== undefined) saveFile(file.name, file.base64, TYPES[format]);
  };
  return (
    <>
      <Menu
        label={t("download")}
        align="end"
        items={ReportFormat.options.map((format) => ({
          label: t(format),
          onClick: () => void download(format),
        }))}
        button={(opener) => (
          <Button
            {...opener}
            variant="default"
            loading={isBusy}
            leftSection={<IconDownload size={16} stroke={1.6} />}
          >
            {t("download")}
          </Button>
        )}
      />
      <ProblemNote of={problem} />
    </>
  );
}
