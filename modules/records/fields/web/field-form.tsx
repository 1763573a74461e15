import { useMemo } from "react";
import { CheckField } from "#ui/form/check-field.tsx";
import { Form, Wide } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { type Form as FormOf, useForm } from "#ui/form/use-form.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import { INDEXED_KINDS, OwnKind, UNIQUE_KINDS } from "../fields.contract.ts";
import { ChoicesEditor, type DraftChoice } from "./choices-editor.tsx";
import type { NewField, OwnField, OwnType } from "./fields.client.ts";
import styles from "./fields.module.css";
import { fieldWords } from "./fields.words.ts";
import { OwnInput } from "./own-input.tsx";

export type Draft = {
  kind: OwnField["kind"];
  label: { en: string; ms: string };
  help: { en: string; ms: string };
  class: OwnField["class"];
  related: OwnType | null;
  choices: DraftChoice[];
  initial: unknown;
  isRequired: boolean;
  isUnique: boolean;
  isIndexed: boolean;
};

type Props = {
  of: OwnField | null;
  send: (draft: Draft, version: number) => Promise<OwnField>;
  onKept: (field: OwnField) => void;
};

const canBeUnique = (kind: Draft["kind"]) => UNIQUE_KINDS.includes(kind);
const canBeIndexed = (kind: Draft["kind"]) => INDEXED_KINDS.includes(kind);

/** What a field holds, what it is called, who sees it, and how it looks. */
export function FieldForm({ of, send, onKept }: Props) {
  const t = useWords(fieldWords);
  const form = useForm<Draft, OwnField>({
    start: useMemo(() => draftOf(of), [of]),
    version: of?.version ?? 0,
    check: (draft) => ({
      "label.en":
        draft.label.en.trim() === "" && draft.label.ms.trim() === "" ? "field.required" : null,
      related: draft.kind === "reference" && draft.related === null ? "field.required" : null,
    }),
    send,
    onKept,
  });
  const { kind } = form.values;
  const setKind = (next: string | null) =>
    form.change({
      kind: OwnKind.options.find((one) => one === next) ?? "text",
      initial: null,
    });
  return (
    <Form of={form} columns={2}>
      <TextField of={form} name="label.en" label={t("label")} autoFocus={of === null} />
      <TextField of={form} name="label.ms" label={t("labelMs")} optional />
      <SelectField
        of={form}
        name="kind"
        label={t("kind")}
        options={OwnKind.options.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onPick={setKind}
      />
      {kind === "reference" ? (
        <SelectField
          of={form}
          name="related"
          label={t("related")}
          options={(["customer", "order", "product"] as const).map((value) => ({
            value,
            label: t(`types.${value}`),
          }))}
        />
      ) : (
        <div />
      )}
      {(kind === "choice" || kind === "choices") && (
        <Wide>
          <ChoicesEditor of={form} />
        </Wide>
      )}
      <TextField of={form} name="help.en" label={t("help")} help={t("helpHelp")} optional />
      <SelectField
        of={form}
        name="class"
        label={t("class")}
        options={(["business", "contact", "sensitive"] as const).map((value) => ({
          value,
          label: t(`class.${value}`),
        }))}
      />
      <Wide>
        <Rules of={form} />
      </Wide>
      <Wide>
        <Preview of={form} />
      </Wide>
      <Wide>
        <SendButton of={form}>{t("save")}</SendButton>
      </Wide>
    </Form>
  );
}

function Rules({ of }: { of: FormOf<Draft, OwnField> }) {
  const t = useWords(fieldWords);
  const { kind } = of.values;
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t("rules")}</legend>
      <div className={styles.checks}>
        <CheckField of={of} name="isRequired" label={t("isRequired")} help={t("isRequiredHelp")} />
        {canBeUnique(kind) && (
          <CheckField of={of} name="isUnique" label={t("isUnique")} help={t("isUniqueHelp")} />
        )}
        {canBeIndexed(kind) && (
          <CheckField of={of} name="isIndexed" label={t("isIndexed")} help={t("isIndexedHelp")} />
        )}
      </div>
    </fieldset>
  );
}

/** The input as forms will have it; what is put into it is what records begin with. */
function Preview({ of }: { of: FormOf<Draft, OwnField> }) {
  const t = useWords(fieldWords);
  const language = useLanguage();
  const { kind, label, help, choices, related, isRequired, isUnique } = of.values;
  const other = language === "en" ? "ms" : "en";
  const field = {
    kind,
    related,
    choices: choices
      .filter((choice) => !choice.isRetired && (choice.label.en || choice.label.ms) !== "")
      .map(({ key, value, label: said, ...choice }) => ({
        ...choice,
        // A new choice has no value yet: the one that it begins with can be chosen once it is kept.
        value: value ?? key,
        label: { en: said.en || said.ms, ms: said.ms || said.en },
      })),
  };
  const isFixed =
    isUnique || kind === "reference" || choices.some(({ value }) => value === undefined);
  return (
    <div className={styles.preview}>
      <h2>{isFixed ? t("preview") : `${t("preview")}: ${t("initialHelp")}`}</h2>
      <OwnInput
        key={`${kind} ${related}`}
        of={of}
        name="initial"
        field={field}
        label={label[language] || label[other] || t("previewLabel")}
        help={help[language] || help[other] || undefined}
        optional={!isRequired}
      />
    </div>
  );
}

const draftOf = (of: OwnField | null): Draft => ({
  kind: of?.kind ?? "text",
  label: of === null ? { en: "", ms: "" } : apart(of.label),
  help: of === null || of.help === null ? { en: "", ms: "" } : apart(of.help),
  class: of?.class ?? "business",
  related: of?.related ?? null,
  choices: (of?.choices ?? []).map((choice) => ({
    ...choice,
    key: choice.value,
    label: apart(choice.label),
  })),
  initial: of?.initial ?? null,
  isRequired: of?.isRequired ?? false,
  isUnique: of?.isUnique ?? false,
  isIndexed: of?.isIndexed ?? true,
});

/** What is said alike in both languages was said once. */
const apart = ({ en, ms }: { en: string; ms: string }) => ({ en, ms: en === ms ? "" : ms });

/** What is sent. What a unique field or a reference began with is nothing. */
export function saidOf(draft: Draft): Omit<NewField, "type"> {
  const isOfChoices = draft.kind === "choice" || draft.kind === "choices";
  const hasNew = draft.choices.some(({ value }) => value === undefined);
  const beginsWithNothing = draft.isUnique || draft.kind === "reference" || (isOfChoices && hasNew);
  return {
    kind: draft.kind,
    label: draft.label,
    help: draft.help.en === "" && draft.help.ms === "" ? null : draft.help,
    class: draft.class,
    related: draft.kind === "reference" ? draft.related : null,
    choices: isOfChoices ? draft.choices.map(({ key: _, ...choice }) => choice) : [],
    initial: beginsWithNothing ? null : draft.initial,
    isRequired: draft.isRequired,
    isUnique: draft.isUnique && canBeUnique(draft.kind),
    isIndexed: draft.isIndexed && canBeIndexed(draft.kind),
  };
}
