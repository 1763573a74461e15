import { Bones } from "#ui/bones.tsx";
import { countText } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useCompany } from "#ui/session.tsx";
import { Status, type Tone } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { useWords } from "#ui/words.ts";
import { type Part, usePreview } from "./requests.client.ts";
import { type RequestT, requestWords } from "./requests.words.ts";

const TONES: Record<Part["fate"], Tone> = { deleted: "bad", masked: "warn", kept: "quiet" };

/** What would go, what would stay without them, and why. Nothing is changed by looking. */
export function ErasurePreview({ id }: { id: string }) {
  const t = useWords(requestWords);
  const { country } = useCompany();
  const preview = usePreview(id, true);
  if (preview.isPending) return <Bones rows={5} />;
  if (preview.isError)
    return <ProblemNote of={preview.error} onRetry={() => void preview.refetch()} />;
  const parts = preview.data.parts.filter(({ count }) => count > 0);
  if (parts.length === 0) return <p>{t("nothingKept")}</p>;
  return (
    <Table
      label={t("preview")}
      rows={parts}
      keyOf={({ table }) => table}
      columns={[
        { label: t("whatIsKept"), kind: "name", cell: ({ table }) => tableText(table, t) },
        {
          label: t("fate"),
          phone: "under",
          cell: ({ fate }) => <Status tone={TONES[fate]}>{t(`fate.${fate}`)}</Status>,
        },
        { label: t("why"), kind: "quiet", cell: (part) => whyText(part, country, t) },
        { label: t("records"), kind: "number", cell: ({ count }) => countText(count) },
      ]}
    />
  );
}

const tableText = (table: string, t: RequestT): string => {
  const key = `table.${table}`;
  return t.has(key) ? t(key) : table.replaceAll("_", " ");
};

function whyText({ why }: Part, country: string, t: RequestT): string {
  if (why === null) return "";
  return why === "books" && country === "MY" ? t("why.booksMalaysia") : t(`why.${why}`);
}
