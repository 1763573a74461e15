import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Link } from "#ui/link.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { Table } from "#ui/table.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { type FieldShown, useCatalogue } from "../../types/web/types.client.ts";
import { type Names, ValueCell } from "../../types/web/value-cell.tsx";
import { type Changes, lookbacksApi, type Row } from "./lookbacks.client.ts";
import styles from "./lookbacks.module.css";
import { lookbackWords } from "./lookbacks.words.ts";
import { PLACES } from "./places.ts";

const NOBODY: Names = new Map();
type Field = Changes["fields"][number];

/** What each field of a record held in the backup, what it holds now, and the way back for one or for all. */
export function ChangesDialog({ of: row, onClose }: { of: Row; onClose: () => void }) {
  const t = useWords(lookbackWords);
  return (
    <Dialog isOpen onClose={onClose} title={row.name === "" ? t("nameless") : row.name}>
      <FieldsOf row={row} />
    </Dialog>
  );
}

function FieldsOf({ row: { record, type } }: { row: Row }) {
  const t = useWords(lookbackWords);
  const language = useLanguage();
  const { fields: known } = useCatalogue(type);
  const [problem, setProblem] = useState<unknown>(null);
  const seen = useQuery({
    queryKey: ["records.lookbacks", "changes", record],
    queryFn: ({ signal }) => lookbacksApi.changes({ record }, signal),
  });
  const fields = seen.data?.fields ?? [];
  const open = fields.filter(({ blocked }) => blocked.bringBack === null);
  const bring = async (keys: readonly string[]) => {
    setProblem(null);
    await lookbacksApi.bringFields({ record, keys: [...keys] }).catch(setProblem);
    await refresh("records.lookbacks");
  };
  const shown = (field: Field, value: unknown) => (
    <Shown of={known.find(({ key }) => key === field.key)} field={field} value={value} />
  );
  return (
    <div className={styles.stack}>
      <ProblemNote of={problem ?? seen.error} />
      <Table
        label={t("changes")}
        rows={fields}
        keyOf={({ key }) => key}
        columns={[
          {
            label: t("field"),
            kind: "name",
            cell: ({ key }) => known.find((one) => one.key === key)?.label[language] ?? key,
          },
          { label: t("wasThen"), phone: "under", cell: (field) => shown(field, field.was) },
          { label: t("isNow"), phone: "under", cell: (field) => shown(field, field.is) },
          {
            label: <Hidden>{t("actions")}</Hidden>,
            kind: "number",
            cell: ({ key, isSame, blocked }) =>
              isSame ? (
                t("state.back")
              ) : (
                <ActionButton
                  variant="default"
                  blocked={blocked.bringBack}
                  quiet
                  onClick={() => void bring([key])}
                >
                  {t("bringBack")}
                </ActionButton>
              ),
          },
        ]}
      />
      <div className={styles.tools}>
        <Link to={`/${PLACES[type]}/${record}`}>{t("toRecord")}</Link>
        {open.length > 1 && (
          <ActionButton variant="default" onClick={() => void bring(open.map(({ key }) => key))}>
            {t("bringFields", { count: open.length })}
          </ActionButton>
        )}
      </div>
    </div>
  );
}

type ShownProps = { of: FieldShown | undefined; field: Field; value: unknown };

function Shown({ of, field, value }: ShownProps) {
  const t = useWords(lookbackWords);
  if (!field.isSeen) return t("unseen");
  const isEmpty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
  if (of === undefined || isEmpty) return "–";
  if (of.kind === "reference" && of.related !== null)
    return <Link to={`/${PLACES[of.related]}/${String(value)}`}>{t(`type.${of.related}`)}</Link>;
  return <ValueCell field={of} value={value} members={NOBODY} />;
}
