import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { SelectField } from "#ui/form/select-field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import type { Form as FormOf } from "#ui/form/use-form.ts";
import { More } from "#ui/more.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import { ChoiceColour } from "../fields.contract.ts";
import type { Draft } from "./field-form.tsx";
import type { OwnChoice, OwnField } from "./fields.client.ts";
import styles from "./fields.module.css";
import { fieldWords } from "./fields.words.ts";

export type DraftChoice = Omit<OwnChoice, "value"> & {
  /** Tells them apart while they are edited. */
  key: string;
  /** None yet: a new one. */
  value?: string;
};

/** The choices in their order: renamed, coloured, moved, and retired rather than lost. */
export function ChoicesEditor({ of }: { of: FormOf<Draft, OwnField> }) {
  const t = useWords(fieldWords);
  const reason = useReason();
  const language = useLanguage();
  const { choices } = of.values;
  const colours = ChoiceColour.options.map((value) => ({ value, label: t(`colour.${value}`) }));
  const set = (next: DraftChoice[]) => of.change({ choices: next });
  const move = (at: number, by: number) => {
    const next = [...choices];
    const [moved] = next.splice(at, 1);
    if (moved !== undefined) next.splice(at + by, 0, moved);
    set(next);
  };
  const retire = (at: number, isRetired: boolean) =>
    set(choices.map((choice, i) => (i === at ? { ...choice, isRetired } : choice)));
  const error = reason(of.errors["choices"] ?? null);
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t("choices")}</legend>
      <ol className={styles.choices}>
        {choices.map((choice, at) => (
          <li
            key={choice.key}
            className={styles.choice}
            data-retired={choice.isRetired || undefined}
          >
            <SelectField
              of={of}
              name={`choices.${at}.colour`}
              label={t("colour", { at: at + 1 })}
              options={colours}
            />
            <TextField
              of={of}
              name={`choices.${at}.label.${language}`}
              label={t("choice", { at: at + 1 })}
              help={choice.isRetired ? t("isRetiredChoice") : undefined}
            />
            <More
              items={[
                ...(at > 0 ? [{ label: t("up"), onClick: () => move(at, -1) }] : []),
                ...(at < choices.length - 1
                  ? [{ label: t("down"), onClick: () => move(at, 1) }]
                  : []),
                choice.value === undefined
                  ? {
                      label: t("removeChoice"),
                      onClick: () => set(choices.filter((one) => one !== choice)),
                    }
                  : {
                      label: t(choice.isRetired ? "offerChoice" : "retireChoice"),
                      onClick: () => retire(at, !choice.isRetired),
                    },
              ]}
            />
          </li>
        ))}
      </ol>
      {error !== null && (
        <p className={styles.problem} role="alert">
          {error}
        </p>
      )}
      <Button
        variant="default"
        mt={8}
        leftSection={<IconPlus size={16} stroke={1.6} />}
        onClick={() => set([...choices, emptyChoice(choices.length)])}
      >
        {t("addChoice")}
      </Button>
    </fieldset>
  );
}

const emptyChoice = (at: number): DraftChoice => ({
  key: crypto.randomUUID(),
  label: { en: "", ms: "" },
  colour: ChoiceColour.options[(at + 1) % ChoiceColour.options.length] ?? "grey",
  isRetired: false,
});
