import { parsePhoneNumberFromString } from "libphonenumber-js";
import { allZones, isCountry } from "#kernel/countries.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import { isCurrency } from "#kernel/money.ts";
import { isCommonPassword } from "#platform/auth/common-passwords.rules.ts";
import type { SignUp } from "./accounts.contract.ts";

export const VERIFY_LINK_HOURS = 24;
export const RESET_LINK_HOURS = 1;
/** An address that nobody proved is forgotten, with all that was entered. */
export const UNVERIFIED_DAYS = 7;

/** What of a sign-up only the rules can see, each at its field. */
export function problemsOf(signUp: SignUp, regionIds: readonly string[]): FieldProblem[] {
  const { name, email, password, companyName, country, phone } = signUp;
  return [
    passwordProblem(password, [name, email, companyName]),
    isCountry(country) ? null : at("country", "country.unknown"),
    allZones().has(signUp.zone) ? null : at("zone", "zone.unknown"),
    isCurrency(signUp.currency) ? null : at("currency", "currency.unknown"),
    regionIds.includes(signUp.region) ? null : at("region", "region.unknown"),
    phone !== null && phone !== "" && phoneFor(phone, country) === null
      ? at("phone", "phone.invalid")
      : null,
  ].filter((problem) => problem !== null);
}

/** `known`: what a guesser would know of the person. */
export const passwordProblem = (password: string, known: readonly string[]): FieldProblem | null =>
  isCommonPassword(password, known) ? at("password", "password.too_common") : null;

/** The number in E.164, read as people of the country write it. Null when it cannot be one. */
export function phoneFor(text: string, country: string): string | null {
  const phone = parsePhoneNumberFromString(text, {
    defaultCountry: country as "MY",
    extract: false,
  });
  return phone?.isPossible() ? phone.number : null;
}

const at = (field: string, code: string): FieldProblem => ({ path: [field], code });
