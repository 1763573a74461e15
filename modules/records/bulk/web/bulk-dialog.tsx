import { useState } from "react";
import type { Minor } from "#kernel/money.ts";
import { decimalOf, readMinor } from "#kernel/money.ts";
import { ApiProblem } from "#ui/api.ts";
import { Dialog } from "#ui/dialog.tsx";
import type { Picked } from "#ui/list/types.ts";
import { countText } from "#ui/numbers.ts";
import { refresh } from "#ui/query.ts";
import { useCompany } from "#ui/session.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import type { RecordTypeName } from "../../types/types.contract.ts";
import type { FieldShown } from "../../types/web/types.client.ts";
import { bulkApi, type NewBulk } from "./bulk.client.ts";
import styles from "./bulk.module.css";
import { bulkWords } from "./bulk.words.ts";

export type Asked = { does: "set" | "tag" | "archive" | "trash"; picked: Picked };
type Props = {
  type: RecordTypeName;
  noun: { one: string; many: string };
  asked: Asked;
  /** That can be set in bulk. */
  fields: readonly FieldShown[];
  onClose: () => void;
};

/** What will be done, to how many. It then runs in the background. */
export function BulkDialog({ type, noun, asked, fields, onClose }: Props) {
  const t = useWords(bulkWords);
  const { does, picked } = asked;
  const [deed, setDeed] = useState<NewBulk["deed"]>(() => startOf(does, fields));
  const named = {
    count: countText(picked.count),
    noun: picked.count === 1 ? noun.one : noun.many,
  };
  const title = {
    set: () => t("editTitle", named),
    tag: () => t("tagTitle", named),
    archive: () => t("archiveTitle", named),
    trash: () => t("trashTitle", named),
  }[does]();
  const { where, ...filter } = picked.filter;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      verb={t(does === "set" ? "editDo" : does === "tag" ? "tagTitle" : does, named)}
      isDanger={does === "trash"}
      onDo={async () => {
        if (deed.does === "tag" && [...(deed.add ?? []), ...(deed.remove ?? [])].length === 0)
          throw new ApiProblem(400, "invalid", "field.required");
        await bulkApi.start({
          type,
          deed,
          ...(picked.ids === null ? {} : { ids: picked.ids }),
          ...(picked.ids === null && where !== undefined ? { where } : {}),
          ...(picked.ids === null ? { filter } : {}),
        });
        picked.letGo();
        await refresh("records.bulk");
      }}
    >
      <div className={styles.form}>
        {deed.does === "set" && <SetForm fields={fields} of={deed} onChange={setDeed} />}
        {deed.does === "tag" && <TagForm of={deed} onChange={setDeed} />}
        <p>{t("keptText")}</p>
      </div>
    </Dialog>
  );
}

function startOf(does: Asked["does"], fields: readonly FieldShown[]): NewBulk["deed"] {
  if (does === "set") return { does, field: fields[0]?.key ?? "", value: null };
  return does === "tag" ? { does, add: [], remove: [] } : { does };
}

type Deed<D extends string> = Extract<NewBulk["deed"], { does: D }>;

const wordsIn = (text: string): string[] =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

function TagForm({ of, onChange }: { of: Deed<"tag">; onChange: (deed: Deed<"tag">) => void }) {
  const t = useWords(bulkWords);
  return (
    <>
      <label>
        {t("addTags")}
        <input
          data-autofocus
          onChange={({ currentTarget }) => onChange({ ...of, add: wordsIn(currentTarget.value) })}
        />
        <small>{t("tagsHint")}</small>
      </label>
      <label>
        {t("removeTags")}
        <input
          onChange={({ currentTarget }) =>
            onChange({ ...of, remove: wordsIn(currentTarget.value) })
          }
        />
      </label>
    </>
  );
}

type SetProps = {
  fields: readonly FieldShown[];
  of: Deed<"set">;
  onChange: (deed: Deed<"set">) => void;
};

function SetForm({ fields, of, onChange }: SetProps) {
  const t = useWords(bulkWords);
  const language = useLanguage();
  const field = fields.find(({ key }) => key === of.field);
  const [isCleared, setCleared] = useState(false);
  return (
    <>
      <label>
        {t("field")}
        <select
          data-autofocus
          value={of.field}
          onChange={({ currentTarget }) => {
            setCleared(false);
            onChange({ ...of, field: currentTarget.value, value: null });
          }}
        >
          {fields.map(({ key, label }) => (
            <option key={key} value={key}>
              {label[language]}
            </option>
          ))}
        </select>
      </label>
      {field !== undefined && !isCleared && (
        // biome-ignore lint/a11y/noLabelWithoutControl: the control is the one that the kind of field needs.
        <label key={field.key}>
          {t("value")}
          <SetValue field={field} onChange={(value) => onChange({ ...of, value })} />
        </label>
      )}
      <label data-inline>
        <input
          type="checkbox"
          checked={isCleared}
          onChange={({ currentTarget }) => {
            setCleared(currentTarget.checked);
            onChange({ ...of, value: null });
          }}
        />
        {t("clearIt")}
      </label>
    </>
  );
}

type ValueProps = { field: FieldShown; onChange: (value: Deed<"set">["value"]) => void };

function SetValue({ field, onChange }: ValueProps) {
  const language = useLanguage();
  const { currency } = useCompany();
  if (field.kind === "choice" || field.kind === "choices" || field.kind === "yes_no") {
    const options =
      field.kind === "yes_no"
        ? [
            { value: "true", label: { en: "Yes", ms: "Ya" } },
            { value: "false", label: { en: "No", ms: "Tidak" } },
          ]
        : field.choices;
    const read = (value: string) => {
      if (field.kind === "yes_no") return value === "true";
      return field.kind === "choices" ? [value] : value;
    };
    return (
      <select
        defaultValue=""
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === "" ? null : read(currentTarget.value))
        }
      >
        <option value="" />
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label[language]}
          </option>
        ))}
      </select>
    );
  }
  if (field.kind === "long_text")
    return <textarea rows={3} onChange={({ currentTarget }) => onChange(currentTarget.value)} />;
  const read = (text: string) => {
    if (text === "") return null;
    if (field.kind === "money") return readMinor(text, currency) ?? text;
    return field.kind === "number" && Number.isFinite(Number(text)) ? Number(text) : text;
  };
  return (
    <input
      type={field.kind === "date" ? "date" : field.kind === "moment" ? "datetime-local" : "text"}
      placeholder={field.kind === "money" ? decimalOf(0 as Minor, currency) : undefined}
      onChange={({ currentTarget }) => {
        const { value } = currentTarget;
        const isMoment = field.kind === "moment" && value !== "";
        onChange(isMoment ? new Date(value).toISOString() : read(value));
      }}
    />
  );
}
