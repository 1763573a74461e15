import "@mantine/core/styles/Radio.layer.css";
import { Button, Radio } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "#ui/dialog.tsx";
import { Link } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { LongWork } from "#ui/progress.tsx";
import { refresh } from "#ui/query.ts";
import type { Url } from "#ui/url-state.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import { exportsApi, fetchFile, type NewExport, useExported } from "./exports.client.ts";
import styles from "./exports.module.css";
import { exportWords } from "./exports.words.ts";

type Props = {
  type: NewExport["type"];
  /** Only these. Null: all, or what the list shows. */
  ids: string[] | null;
  /** The filters of the list, its search among them. */
  shown: Url;
  onClose: () => void;
};

/** Which file it should be; then how far it is, and the way to it. It can be left at any time. */
export function ExportDialog({ type, ids, shown, onClose }: Props) {
  const t = useWords(exportWords);
  const [begun, setBegun] = useState<string | null>(null);
  const title =
    ids === null
      ? t("titleAll", { what: t(`type.${type}`).toLowerCase() })
      : t("title", { count: ids.length });
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      {begun === null ? (
        <Ask type={type} ids={ids} shown={shown} onBegun={setBegun} />
      ) : (
        <Progress of={begun} onClose={onClose} />
      )}
    </Dialog>
  );
}

const PARTS: Partial<Record<NewExport["type"], "lines" | "variants">> = {
  order: "lines",
  product: "variants",
};

type AskProps = Omit<Props, "onClose"> & { onBegun: (id: string) => void };

function Ask({ type, ids, shown, onBegun }: AskProps) {
  const t = useWords(exportWords);
  const language = useLanguage();
  const what = t(`type.${type}`).toLowerCase();
  const [format, setFormat] = useState<NewExport["format"]>("csv");
  const isFiltered = ids === null && Object.keys(shown).length > 0;
  const [isShown, setShown] = useState(isFiltered);
  const parts = PARTS[type];
  const [rows, setRows] = useState<"record" | "part">("record");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const start = async () => {
    setBusy(true);
    try {
      const asked = {
        ...{ type, format, language, rows },
        ...(ids === null ? {} : { ids }),
        ...(isShown ? askedOf(shown) : {}),
      };
      onBegun((await exportsApi.start(asked)).id);
      void refresh("records.exports");
    } catch (refused) {
      setProblem(refused);
    }
    setBusy(false);
  };
  return (
    <>
      {isFiltered && (
        <Radio.Group
          label={t("which")}
          value={isShown ? "shown" : "all"}
          onChange={(value) => setShown(value === "shown")}
        >
          <div className={styles.formats}>
            <Radio value="shown" label={t("shown")} description={t("shownText")} />
            <Radio value="all" label={t("everything", { what })} />
          </div>
        </Radio.Group>
      )}
      {parts !== undefined && (
        <Radio.Group
          label={t("rows")}
          value={rows}
          onChange={(value) => setRows(value === "part" ? "part" : "record")}
        >
          <div className={styles.formats}>
            <Radio value="record" label={t(`rows.${type}`)} description={t(`rows.${type}.text`)} />
            <Radio value="part" label={t(`rows.${parts}`)} description={t(`rows.${parts}.text`)} />
          </div>
        </Radio.Group>
      )}
      <Radio.Group
        label={t("format")}
        value={format}
        onChange={(value) => setFormat(value === "xlsx" ? "xlsx" : "csv")}
      >
        <div className={styles.formats}>
          <Radio value="csv" label={t("csv")} description={t("csvText")} />
          <Radio value="xlsx" label={t("xlsx")} description={t("xlsxText")} />
        </div>
      </Radio.Group>
      <p className={styles.text}>{t("text")}</p>
      <ProblemNote of={problem} />
      <div className={styles.verbs}>
        <Link to="/exports" className="k-link">
          {t("all")}
        </Link>
        <Button loading={isBusy} onClick={() => void start()} data-autofocus>
          {t("start")}
        </Button>
      </div>
    </>
  );
}

/** What the list shows, as it is asked for. */
function askedOf({ where, ...filter }: Url): Pick<NewExport, "where" | "filter"> {
  return {
    ...(where === undefined ? {} : { where }),
    ...(Object.keys(filter).length === 0 ? {} : { filter }),
  };
}

function Progress({ of: id, onClose }: { of: string; onClose: () => void }) {
  const t = useWords(exportWords);
  const found = useExported(id);
  const [problem, setProblem] = useState<unknown>(null);
  const made = found.data;
  if (made === undefined) return <ProblemNote of={found.error} />;
  const act = (work: () => Promise<unknown>) => () => {
    setProblem(null);
    work().catch(setProblem);
  };
  if (made.state === "waiting" || made.state === "running")
    return (
      <>
        <LongWork
          title={t("writing", { what: t(`type.${made.type}`).toLowerCase() })}
          done={made.doneCount}
          total={made.totalCount}
          actions={
            <Button variant="default" onClick={act(() => exportsApi.stop({ id }))}>
              {t("stop")}
            </Button>
          }
        />
        <ProblemNote of={problem} />
      </>
    );
  if (made.state !== "done") return <Note tone="warn">{t(`state.${made.state}`)}</Note>;
  return (
    <>
      <p>{t("ready", { count: made.doneCount })}</p>
      <ProblemNote of={problem} />
      <div className={styles.verbs}>
        <Link to="/exports" className="k-link">
          {t("all")}
        </Link>
        <Button onClick={act(() => fetchFile(id).then(onClose))} data-autofocus>
          {t("fetch")}
        </Button>
      </div>
    </>
  );
}
