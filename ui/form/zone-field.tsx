import { allZones, zonesOf } from "#kernel/countries.ts";
import type { FieldProps } from "./field.tsx";
import { type Option, SelectField } from "./select-field.tsx";

/** A time zone: the country's own first, then all others. */
export const ZoneField = ({ country, ...props }: FieldProps & { country: string }) => (
  <SelectField {...props} options={zonesFor(country)} />
);

function zonesFor(country: string): Option[] {
  const own = zonesOf(country);
  const others = [...allZones()].filter((zone) => !own.includes(zone));
  return [...own, ...others].map((value) => ({ value, label: value.replaceAll("_", " ") }));
}
