/** What a browser says of itself, as far as a person cares. Null where it says nothing that is known. */
export type Device = { readonly browser: string | null; readonly system: string | null };

/** The first that fits: Edge and Opera say Chrome too, Chrome says Safari. */
const BROWSERS: readonly (readonly [string, RegExp])[] = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\b(?:OPR|Opera)\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//],
  ["Safari", /\bSafari\//],
];
const SYSTEMS: readonly (readonly [string, RegExp])[] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac OS X\b|\bMacintosh\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b/],
];

export function deviceOf(userAgent: string | null): Device {
  const said = userAgent ?? "";
  const first = (names: typeof BROWSERS) =>
    names.find(([, looks]) => looks.test(said))?.[0] ?? null;
  return { browser: first(BROWSERS), system: first(SYSTEMS) };
}

/** One spelling for one device; empty where nothing is known of it. */
export const deviceText = ({ browser, system }: Device): string =>
  [browser, system].filter((part) => part !== null).join(" / ");
