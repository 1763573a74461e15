import { type Language, useLanguage } from "../words.ts";
import type { FieldProps } from "./field.tsx";
import { type Option, SelectField } from "./select-field.tsx";

/** A currency by code and name: people search for either. */
export const CurrencyField = (props: FieldProps) => (
  <SelectField {...props} options={currenciesIn(useLanguage())} />
);

const known = new Map<Language, readonly Option[]>();

function currenciesIn(language: Language): readonly Option[] {
  const done = known.get(language);
  if (done !== undefined) return done;
  const names = new Intl.DisplayNames(language, { type: "currency" });
  const options = Intl.supportedValuesOf("currency").map((value) => ({
    value,
    label: `${value} · ${names.of(value) ?? value}`,
  }));
  known.set(language, options);
  return options;
}
