import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js/max";

/**
 * The number in E.164, or null when the text is none that exists. Read with the rules of every kind of line (the `max`
 * metadata): a made-up 0000000 must not make two people one.
 */
export function phoneOf(text: string | null, country: string | null): string | null {
  if (text === null) return null;
  const typed = text
    .normalize("NFKC")
    .replace(/[^\p{Nd}+]/gu, "")
    .replace(/^00/, "+");
  if (typed.length < 5 || typed.length > 20) return null;
  const region = country !== null && isSupportedCountry(country) ? country : "MY";
  return readAs(typed, region) ?? readAs(`+${withoutTrunk(typed)}`, region);
}

function readAs(typed: string, region: CountryCode): string | null {
  const number = parsePhoneNumberFromString(typed, region);
  return number?.isValid() === true ? number.number : null;
}

/** Forms that ask for the dial code apart leave `60` before a number that still has its 0: `60 012-345 6789`. */
const withoutTrunk = (typed: string): string => typed.replace(/^\+?600/, "60").replace(/^\+/, "");
