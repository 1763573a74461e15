import "@mantine/core/styles/Pill.layer.css";
import "@mantine/core/styles/PillsInput.layer.css";
import { MultiSelect, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { DateField } from "#ui/form/date-field.tsx";
import { type FieldProps, useField } from "#ui/form/field.tsx";
import { MomentField } from "#ui/form/moment-field.tsx";
import { MoneyField, NumberField } from "#ui/form/money-field.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useCompany } from "#ui/session.tsx";
import { common } from "#ui/words/common.words.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import { fieldsApi, type OwnField, useTitle } from "./fields.client.ts";
import { Chip, phoneText } from "./own-value.tsx";

type Props = Pick<FieldProps, "of" | "name"> & {
  field: Pick<OwnField, "kind" | "choices" | "related">;
  label: ReactNode;
  help?: ReactNode;
  optional?: boolean;
  autoFocus?: boolean;
};

/** The input of a field that the company made, whatever it holds. */
export function OwnInput({ field, autoFocus = false, ...props }: Props) {
  const { currency } = useCompany();
  switch (field.kind) {
    case "long_text":
      return <TextAreaField {...props} />;
    case "number":
      return <NumberField {...props} decimals />;
    case "money":
      return <MoneyField {...props} currency={currency} />;
    case "date":
      return <DateField {...props} />;
    case "moment":
      return <MomentField {...props} />;
    case "yes_no":
      return <YesNoField {...props} />;
    case "choice":
      return <ChoiceField {...props} choices={field.choices} />;
    case "choices":
      return <ChoicesField {...props} choices={field.choices} />;
    case "reference":
      return <ReferenceField {...props} related={field.related} />;
    case "phone":
      return <OwnPhoneField {...props} autoFocus={autoFocus} />;
    default:
      return (
        <TextField
          {...props}
          type={TYPES[field.kind] ?? "text"}
          autoFocus={autoFocus}
          emptyIsNull
        />
      );
  }
}

const TYPES: Readonly<Partial<Record<OwnField["kind"], "url" | "email">>> = {
  link: "url",
  email: "email",
};

/** Yes, no, or not said: a tick could not tell the last two apart. */
function YesNoField(props: FieldProps) {
  const t = useWords(common);
  const { of, name } = props;
  const value = of.valueAt(name);
  return (
    <Select
      {...useField(props)}
      data={[
        { value: "yes", label: t("yes") },
        { value: "no", label: t("no") },
      ]}
      clearable
      clearButtonProps={{ "aria-label": t("clear") }}
      value={typeof value === "boolean" ? (value ? "yes" : "no") : null}
      onChange={(next) => of.set(name, next === null ? null : next === "yes")}
    />
  );
}

type Choices = { choices: OwnField["choices"] };

/** Those that are offered, and of the retired ones those that the record has. */
function useOptions(choices: OwnField["choices"], had: readonly unknown[]) {
  const language = useLanguage();
  const [kept] = useState(had);
  return choices
    .filter(({ value, isRetired }) => !isRetired || kept.includes(value))
    .map(({ value, label }) => ({ value, label: label[language] }));
}

function ChoiceField({ choices, ...props }: FieldProps & Choices) {
  const options = useOptions(choices, [props.of.valueAt(props.name)]);
  return <SelectField {...props} options={options} canClear />;
}

function ChoicesField({ choices, ...props }: FieldProps & Choices) {
  const { of, name } = props;
  const t = useWords(common);
  const value = of.valueAt(name);
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const options = useOptions(choices, chosen);
  const colourOf = (of: string) => choices.find((choice) => choice.value === of)?.colour ?? "grey";
  return (
    <MultiSelect
      {...useField(props)}
      data={options}
      size="sm"
      searchable={options.length > 8}
      nothingFoundMessage={t("nothingFits")}
      renderOption={({ option }) => <Chip colour={colourOf(option.value)}>{option.label}</Chip>}
      value={chosen}
      onChange={(next) => of.set(name, next.length === 0 ? null : next)}
    />
  );
}

/** As somebody would dial it. What was typed before stands there as it was. */
function OwnPhoneField(props: FieldProps & { autoFocus?: boolean }) {
  const { of, name } = props;
  const value = of.valueAt(name);
  const shown = typeof value === "object" && value !== null ? phoneText(value) : value;
  const plain = { ...of, valueAt: (path: string) => (path === name ? shown : of.valueAt(path)) };
  return <TextField {...props} of={plain} type="tel" autoComplete="off" emptyIsNull />;
}

/** Another record, found by what it is called. */
function ReferenceField({ related, ...props }: FieldProps & Pick<OwnField, "related">) {
  const { of, name } = props;
  const t = useWords(common);
  const value = of.valueAt(name);
  const id = typeof value === "string" ? value : null;
  const title = useTitle(id);
  const [search, setSearch] = useState("");
  const isTyping = search !== "" && search !== title;
  const found = useQuery({
    queryKey: ["records.fields", "find", related, isTyping ? search : ""],
    queryFn: ({ signal }) =>
      fieldsApi.find({ type: related ?? "customer", search: isTyping ? search : "" }, signal),
    enabled: related !== null,
    placeholderData: (before) => before,
  });
  const options = (found.data?.found ?? []).map((one) => ({ value: one.id, label: one.title }));
  const isListed = id === null || options.some((option) => option.value === id);
  return (
    <Select
      {...useField(props)}
      data={isListed ? options : [{ value: id, label: title ?? "…" }, ...options]}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("clear") }}
      nothingFoundMessage={t("nothingFits")}
      maxDropdownHeight={280}
      // The server has looked already, in its own way.
      filter={({ options: all }) => all}
      searchValue={search}
      onSearchChange={setSearch}
      value={id}
      onChange={(next) => of.set(name, next)}
    />
  );
}
