import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
} from "libphonenumber-js/max";

/**
 * The number in E.164, or null when the text is none that exists. Read with the rules of every kind of line (the `max`
 * metadata): a made-up 0000000 must not make two people one. Written as it is dialled at home, with its 0 and no dial
 * code, and none that there is in their country, it is one of the home's: people live abroad and keep their number.
 */
export function phoneOf(
  text: string | null,
  country: string | null,
  home: string | null = null,
): string | null {
  if (text === null) return null;
  const typed = text
    .normalize("NFKC")
    .replace(/[^\p{Nd}+]/gu, "")
    .replace(/^00/, "+");
  if (typed.length < 5 || typed.length > 20) return null;
  const region = regionOf(country ?? home);
  const read = readIn(typed, region);
  const isDialledAtHome = home !== null && regionOf(home) !== region && typed.startsWith("0");
  return read === null && isDialledAtHome ? readIn(typed, regionOf(home)) : read;
}

const regionOf = (country: string | null): CountryCode =>
  country !== null && isSupportedCountry(country) ? country : "MY";

const readIn = (typed: string, region: CountryCode): string | null =>
  mobileIn(typed, region) ?? readAs(typed, region) ?? readAs(`+${withoutTrunk(typed)}`, region);

/**
 * Most numbers are of the region's own mobile lines, with its dial code or with its trunk prefix. Whether one is takes a
 * look at the pattern of these, where reading it by all rules takes ten times as long. Null: the rules decide.
 */
function mobileIn(typed: string, region: CountryCode): string | null {
  const lines = mobileLines(region);
  if (lines === null) return null;
  const { dialCode, trunk, pattern } = lines;
  const begin = typed.startsWith(dialCode) ? dialCode : typed.startsWith(trunk) ? trunk : null;
  if (begin === null) return null;
  const national = typed.slice(begin.length);
  return pattern.test(national) ? dialCode + national : null;
}

type MobileLines = { readonly dialCode: string; readonly trunk: string; readonly pattern: RegExp };
const known = new Map<CountryCode, MobileLines | null>();

function mobileLines(region: CountryCode): MobileLines | null {
  const lines = known.get(region);
  if (lines !== undefined) return lines;
  const found = mobileLinesOf(region);
  known.set(region, found);
  return found;
}

/** Only where nothing but the trunk prefix stands before a number, and nobody shares the dial code. */
function mobileLinesOf(region: CountryCode): MobileLines | null {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(region);
  const plan = metadata.numberingPlan as unknown as Plan;
  const trunk = plan.nationalPrefix();
  const code = getCountryCallingCode(region);
  const isShared = getCountries().some(
    (other) => other !== region && getCountryCallingCode(other) === code,
  );
  const pattern = plan.type("MOBILE")?.pattern();
  const isPlain = trunk === plan.nationalPrefixForParsing() && !plan.nationalPrefixTransformRule();
  if (!trunk || !pattern || isShared || !isPlain) return null;
  return { dialCode: `+${code}`, trunk, pattern: new RegExp(`^(?:${pattern})$`) };
}

/** What the package has, and its types leave out; phone.test.ts holds the two ways of reading together. */
type Plan = {
  nationalPrefix(): string | undefined;
  nationalPrefixForParsing(): string | undefined;
  nationalPrefixTransformRule(): unknown;
  type(name: "MOBILE"): { pattern(): string | undefined } | undefined;
};

function readAs(typed: string, region: CountryCode): string | null {
  const number = parsePhoneNumberFromString(typed, region);
  return number?.isValid() === true ? number.number : null;
}

/** Forms that ask for the dial code apart leave `60` before a number that still has its 0: `60 012-345 6789`. */
const withoutTrunk = (typed: string): string => typed.replace(/^\+?600/, "60").replace(/^\+/, "");
