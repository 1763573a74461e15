import { COUNTRIES } from "#kernel/countries.ts";
import { type Language, useLanguage } from "../words.ts";
import type { FieldProps } from "./field.tsx";
import { type Option, SelectField } from "./select-field.tsx";

type Props = FieldProps & { canClear?: boolean; onPick?: (value: string | null) => void };

/** A country by its name in the language spoken; its value is the two-letter code. */
export function CountryField(props: Props) {
  return <SelectField {...props} options={countriesIn(useLanguage())} autoComplete="country" />;
}

const known = new Map<Language, readonly Option[]>();

function countriesIn(language: Language): readonly Option[] {
  const done = known.get(language);
  if (done !== undefined) return done;
  const names = new Intl.DisplayNames(language, { type: "region" });
  const options = COUNTRIES.map((value) => ({ value, label: names.of(value) ?? value })).sort(
    (a, b) => a.label.localeCompare(b.label, language),
  );
  known.set(language, options);
  return options;
}
