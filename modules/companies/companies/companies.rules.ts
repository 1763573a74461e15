import { parsePhoneNumberFromString } from "libphonenumber-js";
import { allZones, isCountry } from "#kernel/countries.ts";
import type { FieldProblem, Reason } from "#kernel/errors.ts";
import { isCurrency } from "#kernel/money.ts";

export type CompanyChange = {
  readonly country: string;
  readonly zone: string;
  readonly currency: string;
  readonly phone: string | null;
};

/** What of a company's details only the rules can see, each at its field. `isPhoneNew`: an old one stays as it is. */
export function problemsOf(company: CompanyChange, isPhoneNew: boolean): FieldProblem[] {
  const { country, zone, currency, phone } = company;
  return [
    isCountry(country) ? null : { path: ["country"], code: "country.unknown" },
    allZones().has(zone) ? null : { path: ["zone"], code: "zone.unknown" },
    isCurrency(currency) ? null : { path: ["currency"], code: "currency.unknown" },
    isPhoneNew && phone !== null && phoneFor(phone, country) === null
      ? { path: ["phone"], code: "phone.invalid" }
      : null,
  ].filter((problem) => problem !== null);
}

/** Figures of one currency cannot become another's. */
export function whyNotCurrency(
  was: string,
  is: string,
  { hasSales, hasBooks }: { readonly hasSales: boolean; readonly hasBooks: boolean },
): Reason | null {
  if (was === is) return null;
  if (hasBooks) return "companies.company.has_books";
  return hasSales ? "companies.company.has_sales" : null;
}

/** The number in E.164, read as people of the country write it. */
export function phoneFor(text: string, country: string): string | null {
  const phone = parsePhoneNumberFromString(text, {
    defaultCountry: country as "MY",
    extract: false,
  });
  return phone?.isPossible() ? phone.number : null;
}
