import { isCountry } from "#kernel/countries.ts";
import type { Reason } from "#kernel/errors.ts";
import type { Language, Said } from "#kernel/said.ts";
import type { Chart } from "../chart/charts.rules.ts";
import type { TaxCategory } from "./reckoning.rules.ts";
import type { ReadyTaxes, TaxRate, TaxScheme } from "./taxes.contract.ts";

export type ReadyTax = {
  readonly code: string;
  readonly name: string;
  readonly scheme: TaxScheme;
  readonly category: TaxCategory;
  readonly exemptionReason: string | null;
  readonly isSelfAssessed: boolean;
  readonly rates: readonly TaxRate[];
};

export function whyNotReady(set: ReadyTaxes, country: string | null): Reason | null {
  if (set !== "eu_vat" && set !== "eu_oss") return null;
  return country !== null && isCountry(country) && country in EU
    ? null
    : "finance.tax.not_of_the_eu";
}

/** The ready codes of a set, in the language in which they are to be named. Of the EU: seen from a country. */
export function readyTaxes(
  set: ReadyTaxes,
  country: string | null,
  language: Language,
): readonly ReadyTax[] {
  const named = (rows: readonly Row[]) =>
    rows.map(([code, said, scheme, category, rates, reason = null]) => ({
      ...{ code, name: said[language], scheme, category },
      exemptionReason: reason,
      isSelfAssessed: SELF_ASSESSED.has(code),
      rates: ratesOf(rates),
    }));
  switch (set) {
    case "my_sst":
      return named(MALAYSIA);
    case "sg_gst":
      return named(SINGAPORE);
    case "eu_vat":
      return named([
        ...standardOf("VAT", country ?? ""),
        ...standardOf("RCB", country ?? ""),
        ...EU_BESIDES,
      ]);
    case "eu_oss":
      return named(
        Object.keys(EU)
          .filter((other) => other !== country)
          .flatMap((other) => standardOf(`OSS-${other}`, other)),
      );
    default:
      return named(NO_TAX);
  }
}

/** What whoever buys reckons and owes. */
const SELF_ASSESSED: ReadonlySet<string> = new Set(["IS", "RCB"]);

/** The taxes of a chart's place. */
export function taxesForChart(
  chart: Chart,
  country: string,
): { set: ReadyTaxes; country: string | null } {
  if (chart === "online_my") return { set: "my_sst", country: null };
  if (chart === "online_sg") return { set: "sg_gst", country: null };
  if (chart === "online_eu" && country in EU) return { set: "eu_vat", country };
  return { set: "none", country: null };
}

/** `2018-09-01 6, 2024-03-01 8`: from each day that many per cent. */
type Row = readonly [
  code: string,
  said: Said,
  scheme: TaxScheme,
  category: TaxCategory,
  rates: string,
  reason?: string,
];

const ratesOf = (rates: string): readonly TaxRate[] =>
  rates.split(", ").map((one) => {
    const [startsOn = "", rate = ""] = one.split(" ");
    return { startsOn, rate };
  });

/** SST came in September 2018; in March 2024 service tax rose, except where it stayed. */
const MALAYSIA: readonly Row[] = [
  [
    "ST",
    { en: "Service tax", ms: "Cukai perkhidmatan" },
    "SERVICE_TAX",
    "S",
    "2018-09-01 6, 2024-03-01 8",
  ],
  [
    "ST6",
    {
      en: "Service tax on food, telecommunications, parking and logistics",
      ms: "Cukai perkhidmatan atas makanan, telekomunikasi, tempat letak kereta dan logistik",
    },
    "SERVICE_TAX",
    "S",
    "2018-09-01 6",
  ],
  [
    "IS",
    {
      en: "Service tax on imported services, owed by us",
      ms: "Cukai perkhidmatan import, ditanggung sendiri",
    },
    "SERVICE_TAX",
    "S",
    "2019-01-01 6, 2024-03-01 8",
  ],
  ["SA10", { en: "Sales tax", ms: "Cukai jualan" }, "SALES_TAX", "S", "2018-09-01 10"],
  [
    "SA5",
    { en: "Sales tax, lower rate", ms: "Cukai jualan, kadar rendah" },
    "SALES_TAX",
    "S",
    "2018-09-01 5",
  ],
  ["EX", { en: "Exempt", ms: "Dikecualikan" }, "SALES_TAX", "E", "2018-09-01 0", "Exempt from SST"],
  ["XP", { en: "Export", ms: "Eksport" }, "SALES_TAX", "G", "2018-09-01 0", "Export"],
  [
    "NS",
    { en: "Not subject to SST", ms: "Tidak tertakluk kepada SST" },
    "SALES_TAX",
    "O",
    "2018-09-01 0",
    "Not subject to SST",
  ],
];

const SINGAPORE: readonly Row[] = [
  [
    "SR",
    { en: "GST, standard rate", ms: "GST, kadar standard" },
    "GST",
    "S",
    "2007-07-01 7, 2023-01-01 8, 2024-01-01 9",
  ],
  [
    "RCB",
    { en: "GST, reverse charge on purchases", ms: "GST, caj terbalik atas belian" },
    "GST",
    "S",
    "2020-01-01 7, 2023-01-01 8, 2024-01-01 9",
  ],
  ["ZR", { en: "GST, zero rated", ms: "GST, kadar sifar" }, "GST", "Z", "2007-07-01 0"],
  [
    "ES",
    { en: "GST, exempt", ms: "GST, dikecualikan" },
    "GST",
    "E",
    "2007-07-01 0",
    "Exempt supply",
  ],
  [
    "OS",
    { en: "Outside the scope of GST", ms: "Di luar skop GST" },
    "GST",
    "O",
    "2007-07-01 0",
    "Out of scope of GST",
  ],
  [
    "CA",
    { en: "GST accounted for by the customer", ms: "GST dikira oleh pelanggan" },
    "GST",
    "AE",
    "2019-01-01 0",
    "Customer accounting: the customer accounts for GST",
  ],
];

const EU_BESIDES: readonly Row[] = [
  ["ZR", { en: "VAT, zero rated", ms: "VAT, kadar sifar" }, "VAT", "Z", "2021-01-01 0"],
  [
    "EX",
    { en: "VAT, exempt", ms: "VAT, dikecualikan" },
    "VAT",
    "E",
    "2021-01-01 0",
    "Exempt from VAT",
  ],
  [
    "RC",
    { en: "VAT, reverse charge", ms: "VAT, caj terbalik" },
    "VAT",
    "AE",
    "2021-01-01 0",
    "Reverse charge",
  ],
  [
    "IC",
    { en: "Supply to another country of the EU", ms: "Bekalan ke negara EU lain" },
    "VAT",
    "K",
    "2021-01-01 0",
    "Intra-Community supply",
  ],
  [
    "XP",
    { en: "Export outside the EU", ms: "Eksport ke luar EU" },
    "VAT",
    "G",
    "2021-01-01 0",
    "Export outside the EU",
  ],
  [
    "NS",
    { en: "Not subject to VAT", ms: "Tidak tertakluk kepada VAT" },
    "VAT",
    "O",
    "2021-01-01 0",
    "Not subject to VAT",
  ],
];

const NO_TAX: readonly Row[] = [
  ["EX", { en: "Exempt", ms: "Dikecualikan" }, "OTHER", "E", "2000-01-01 0", "Exempt from tax"],
  [
    "NS",
    { en: "Not subject to tax", ms: "Tidak tertakluk kepada cukai" },
    "OTHER",
    "O",
    "2000-01-01 0",
    "Not subject to tax",
  ],
];

/** The standard rates of the EU's countries since 2021, as they changed. */
const EU: Readonly<Record<string, string>> = {
  AT: "2021-01-01 20",
  BE: "2021-01-01 21",
  BG: "2021-01-01 20",
  CY: "2021-01-01 19",
  CZ: "2021-01-01 21",
  DE: "2021-01-01 19",
  DK: "2021-01-01 25",
  EE: "2021-01-01 20, 2024-01-01 22, 2025-07-01 24",
  ES: "2021-01-01 21",
  FI: "2021-01-01 24, 2024-09-01 25.5",
  FR: "2021-01-01 20",
  GR: "2021-01-01 24",
  HR: "2021-01-01 25",
  HU: "2021-01-01 27",
  IE: "2021-01-01 21, 2021-03-01 23",
  IT: "2021-01-01 22",
  LT: "2021-01-01 21",
  LU: "2021-01-01 17, 2023-01-01 16, 2024-01-01 17",
  LV: "2021-01-01 21",
  MT: "2021-01-01 18",
  NL: "2021-01-01 21",
  PL: "2021-01-01 23",
  PT: "2021-01-01 23",
  RO: "2021-01-01 19, 2025-08-01 21",
  SE: "2021-01-01 25",
  SI: "2021-01-01 22",
  SK: "2021-01-01 20, 2025-01-01 23",
};

function standardOf(code: string, country: string): readonly Row[] {
  const rates = EU[country];
  if (rates === undefined) return [];
  return [
    [
      code,
      { en: `VAT ${country}, standard rate`, ms: `VAT ${country}, kadar standard` },
      "VAT",
      "S",
      rates,
    ],
  ];
}
