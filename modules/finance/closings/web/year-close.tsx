import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { saveFile } from "#modules/finance/reports/web/save-file.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Menu } from "#ui/menu.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Status } from "#ui/status.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { ClosedReport } from "../closings.contract.ts";
import { closingsApi, refreshYears, useYears, type Year } from "./closings.client.ts";
import { closingWords } from "./closings.words.ts";
import styles from "./year-close.module.css";

/** At the head of a financial year: how it is closed; or that it is, with its statements as they were. */
export function YearClose({ year }: { year: number }) {
  const { data } = useYears();
  const of = data?.years.find((one) => one.year === year);
  if (of === undefined || of.blocked.close === "finance.closing.not_over") return null;
  return of.closedAt === null ? <Close of={of} /> : <Closed of={of} closedAt={of.closedAt} />;
}

function Close({ of: { year, blocked } }: { of: Year }) {
  const t = useWords(closingWords);
  const [isAsking, ask] = useState(false);
  return (
    <>
      <ActionButton quiet variant="default" blocked={blocked.close} onClick={() => ask(true)}>
        {t("close")}
      </ActionButton>
      <Dialog
        isOpen={isAsking}
        onClose={() => ask(false)}
        title={t("closeTitle", { year: String(year) })}
        verb={t("close")}
        isDanger
        onDo={async () => {
          await closingsApi.close({ year });
          void refreshYears();
          toast(t("closed", { year: String(year) }));
        }}
      >
        {t("closeText")}
      </Dialog>
    </>
  );
}

function Closed({ of: { year }, closedAt }: { of: Year; closedAt: string }) {
  const t = useWords(closingWords);
  const language = useLanguage();
  const [problem, tell] = useState<unknown>(null);
  const [found, setFound] = useState<{ checkedCount: number; differing: readonly unknown[] }>();
  const download = async (report: Year["hashes"][number]["report"]) => {
    const file = await closingsApi.file({ year, report, format: "pdf", language }).catch(tell);
    if (file !== undefined) saveFile(file.name, file.base64, "application/pdf");
  };
  const verify = async () => {
    const said = await closingsApi.verify({ year }).catch(tell);
    if (said !== undefined) setFound(said);
  };
  return (
    <div className={styles.closed}>
      <ProblemNote of={problem} />
      {found === undefined ? (
        <Status tone="accent">{t.rich("closedOn", { when: <When at={closedAt} /> })}</Status>
      ) : found.differing.length === 0 ? (
        <Status tone="good">{t("same", { count: found.checkedCount })}</Status>
      ) : (
        <Status tone="bad">{t("differ", { count: found.differing.length })}</Status>
      )}
      <Menu
        label={t("statements", { year: String(year) })}
        align="end"
        items={[
          ...ClosedReport.options.map((report) => ({
            label: `${t(report)} (PDF)`,
            onClick: () => void download(report),
          })),
          { label: t("verify"), onClick: () => void verify() },
        ]}
        button={(opener) => (
          <Button
            {...opener}
            variant="default"
            leftSection={<IconDownload size={16} stroke={1.6} />}
          >
            {t("statements", { year: String(year) })}
          </Button>
        )}
      />
    </div>
  );
}
