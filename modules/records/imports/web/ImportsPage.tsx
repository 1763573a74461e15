import { Button } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { Empty } from "#ui/empty.tsx";
import { useGo } from "#ui/link.tsx";
import { ListPage } from "#ui/list/list-page.tsx";
import type { Column, Filter } from "#ui/list/types.ts";
import { countText } from "#ui/numbers.ts";
import { useMay } from "#ui/session.tsx";
import { Status, type Tone } from "#ui/status.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type ImportRow, importsApi } from "./imports.client.ts";
import { type ImportT, importWords } from "./imports.words.ts";

const TYPES = ["customer", "order", "product"] as const;

/** Files that were brought in, and those that are on their way. */
export function ImportsPage() {
  const t = useWords(importWords);
  const go = useGo();
  const mayRun = useMay("records.imports.run");
  const start = mayRun && (
    <Button
      leftSection={<IconFileImport size={16} stroke={1.8} />}
      onClick={() => go("/imports/new")}
    >
      {t("import")}
    </Button>
  );
  return (
    <ListPage
      title={t("imports")}
      path="/imports"
      views={[
        { label: t("all"), filter: {} },
        ...TYPES.map((type) => ({ label: t(`types.${type}`), filter: { type } })),
      ]}
      actions={start}
      topic="records.imports"
      noun={{ one: t("importSmall"), many: t("importsSmall") }}
      load={({ sort: _, ...query }) => importsApi.list(query)}
      count={importsApi.count}
      idOf={({ id }) => id}
      nameOf={({ fileName }) => fileName}
      to={({ id }) => `/imports/${id}`}
      columns={columnsOf(t)}
      filters={filtersOf(t)}
      phone={(row) => ({
        title: row.fileName,
        facts: `${t(`types.${row.type}`)} · ${t(`state.${row.state}`)}`,
        end: row.rowsCount === null ? "" : countText(row.rowsCount),
      })}
      empty={
        <Empty
          icon={<IconFileImport size={28} stroke={1.4} />}
          title={t("emptyTitle")}
          actions={start}
        >
          {t("emptyText")}
        </Empty>
      }
    />
  );
}

const TONES: Partial<Record<ImportRow["state"], Tone>> = {
  unreadable: "bad",
  matching: "accent",
  tried: "accent",
  done: "good",
};

export function StateOf({ of }: { of: Pick<ImportRow, "state"> }) {
  const t = useWords(importWords);
  return <Status tone={TONES[of.state] ?? "quiet"}>{t(`state.${of.state}`)}</Status>;
}

const columnsOf = (t: ImportT): Column<ImportRow>[] => [
  {
    key: "file",
    label: t("file"),
    kind: "name",
    width: "minmax(180px, 3fr)",
    cell: ({ fileName }) => fileName,
  },
  { key: "into", label: t("into"), kind: "facts", cell: ({ type }) => t(`types.${type}`) },
  {
    key: "rows",
    label: t("rows"),
    kind: "number",
    cell: ({ rowsCount }) => (rowsCount === null ? "" : countText(rowsCount)),
  },
  { key: "by", label: t("by"), kind: "facts", cell: ({ actorName }) => actorName },
  { key: "when", label: t("when"), kind: "date", cell: ({ createdAt }) => <When at={createdAt} /> },
  { key: "state", label: t("state"), kind: "facts", cell: (row) => <StateOf of={row} /> },
];

const filtersOf = (t: ImportT): Filter[] => [
  {
    kind: "choice",
    label: t("into"),
    param: "type",
    options: TYPES.map((value) => ({ value, label: t(`types.${value}`) })),
  },
];
