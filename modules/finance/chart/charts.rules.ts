import type { AccountKind } from "./chart.contract.ts";

/** What the house itself posts to: each part is played by one account of the chart, whatever it is called there. */
export const PARTS = [
  "receivable",
  "payable",
  "clearing",
  "inventory",
  "gift_cards",
  "sales_tax",
  "purchase_tax",
  "withheld_tax",
  "retained",
  "opening",
  "sales",
  "discounts",
  "refunds",
  "shipping",
  "charges",
  "differences",
  "cost_of_goods",
  "store_fees",
  "exchange",
  "rounding",
  "bad_debts",
] as const;
export type Part = (typeof PARTS)[number];

export const CHARTS = ["general", "online_my", "online_sg", "online_eu"] as const;
export type Chart = (typeof CHARTS)[number];
export type ChartLanguage = "en" | "ms";

export type ChartAccount = {
  readonly code: string;
  /** The code of the group it stands in; null at the top. */
  readonly under: string | null;
  readonly en: string;
  readonly ms: string;
  readonly kind: AccountKind;
  readonly isGroup: boolean;
  readonly part: Part | null;
};

/** The ready charts: one ground, and what trade and taxes of a place need besides. */
export const chartOf = (chart: Chart): readonly ChartAccount[] =>
  [...GROUND, ...MORE[chart]].sort((a, b) => (a.code < b.code ? -1 : 1));

const group = (
  code: string,
  under: string | null,
  en: string,
  ms: string,
  kind: AccountKind,
  part: Part | null = null,
): ChartAccount => ({ code, under, en, ms, kind, isGroup: true, part });

const leaf = (
  code: string,
  under: string,
  en: string,
  ms: string,
  kind: AccountKind,
  part: Part | null = null,
): ChartAccount => ({ code, under, en, ms, kind, isGroup: false, part });

const GROUND: readonly ChartAccount[] = [
  group("1000", null, "Current assets", "Aset semasa", "current_asset"),
  group("1010", "1000", "Cash and bank", "Tunai dan bank", "bank"),
  leaf("1011", "1010", "Bank account", "Akaun bank", "bank"),
  leaf("1019", "1010", "Petty cash", "Tunai runcit", "bank"),
  leaf("1100", "1000", "Customers owing", "Pelanggan berhutang", "current_asset", "receivable"),
  group("1200", "1000", "Money on its way", "Wang dalam perjalanan", "current_asset", "clearing"),
  leaf("1300", "1000", "Inventory", "Inventori", "current_asset", "inventory"),
  leaf("1400", "1000", "Deposits and prepayments", "Deposit dan prabayaran", "current_asset"),
  group("1500", null, "Fixed assets", "Aset tetap", "fixed_asset"),
  leaf("1510", "1500", "Equipment", "Peralatan", "fixed_asset"),
  leaf("1590", "1500", "Accumulated depreciation", "Susut nilai terkumpul", "fixed_asset"),
  group("2000", null, "Current liabilities", "Liabiliti semasa", "current_liability"),
  leaf("2100", "2000", "Suppliers", "Pembekal", "current_liability", "payable"),
  leaf(
    "2220",
    "2000",
    "Tax withheld from suppliers",
    "Cukai pegangan pembekal",
    "current_liability",
    "withheld_tax",
  ),
  leaf("2300", "2000", "Gift cards sold", "Kad hadiah dijual", "current_liability", "gift_cards"),
  leaf("2400", "2000", "Accrued expenses", "Perbelanjaan terakru", "current_liability"),
  leaf("2500", "2000", "Wages and statutory payable", "Gaji dan berkanun", "current_liability"),
  group("2900", null, "Long-term liabilities", "Liabiliti jangka panjang", "long_liability"),
  leaf("2910", "2900", "Loans", "Pinjaman", "long_liability"),
  group("3000", null, "Equity", "Ekuiti", "equity"),
  leaf("3100", "3000", "Owner’s capital", "Modal pemilik", "equity"),
  leaf("3200", "3000", "Owner’s drawings", "Ambilan pemilik", "equity"),
  leaf("3300", "3000", "Retained earnings", "Untung terkumpul", "equity", "retained"),
  leaf("3900", "3000", "Opening balances", "Baki pembukaan", "equity", "opening"),
  group("4000", null, "Income", "Pendapatan", "revenue"),
  leaf("4100", "4000", "Sales", "Jualan", "revenue", "sales"),
  leaf("4200", "4000", "Discounts given", "Diskaun diberi", "revenue", "discounts"),
  leaf("4300", "4000", "Refunds", "Bayaran balik", "revenue", "refunds"),
  leaf("4400", "4000", "Shipping charged", "Caj penghantaran", "revenue", "shipping"),
  leaf("4500", "4000", "Other charges", "Caj lain", "revenue", "charges"),
  leaf("4800", "4000", "Other income", "Pendapatan lain", "other_income"),
  leaf("4900", "4000", "Differences of stores", "Perbezaan kedai", "other_income", "differences"),
  group("5000", null, "Cost of sales", "Kos jualan", "cost_of_sales"),
  leaf("5100", "5000", "Cost of goods sold", "Kos barang dijual", "cost_of_sales", "cost_of_goods"),
  leaf("5200", "5000", "Postage and packing", "Pos dan pembungkusan", "cost_of_sales"),
  group("6000", null, "Expenses", "Perbelanjaan", "expense"),
  leaf(
    "6100",
    "6000",
    "Fees of stores and payments",
    "Yuran kedai dan bayaran",
    "expense",
    "store_fees",
  ),
  leaf("6200", "6000", "Advertising", "Pengiklanan", "expense"),
  leaf("6300", "6000", "Rent", "Sewa", "expense"),
  leaf("6400", "6000", "Wages and salaries", "Gaji", "expense"),
  leaf("6500", "6000", "Software and services", "Perisian dan perkhidmatan", "expense"),
  leaf("6600", "6000", "Utilities and phone", "Utiliti dan telefon", "expense"),
  leaf("6700", "6000", "Bank charges", "Caj bank", "expense"),
  leaf("6800", "6000", "Depreciation", "Susut nilai", "expense"),
  leaf("6900", "6000", "Other expenses", "Perbelanjaan lain", "expense"),
  leaf("6950", "6000", "Bad debts", "Hutang lapuk", "expense", "bad_debts"),
  leaf("6980", "6000", "Rounding", "Pembundaran", "expense", "rounding"),
  leaf(
    "6990",
    "6000",
    "Exchange gains and losses",
    "Untung dan rugi pertukaran",
    "other_expense",
    "exchange",
  ),
];

const MORE: Readonly<Record<Chart, readonly ChartAccount[]>> = {
  general: [
    leaf("2200", "2000", "Tax on sales", "Cukai jualan", "current_liability", "sales_tax"),
    leaf("1450", "1000", "Tax on purchases", "Cukai belian", "current_asset", "purchase_tax"),
  ],
  online_my: [
    leaf("2200", "2000", "SST on sales", "SST atas jualan", "current_liability", "sales_tax"),
    // SST has no input credit: what was paid is part of the cost. The account is for what may be claimed back.
    leaf(
      "1450",
      "1000",
      "SST to be claimed back",
      "SST untuk dituntut",
      "current_asset",
      "purchase_tax",
    ),
    leaf(
      "2510",
      "2000",
      "EPF, SOCSO and PCB payable",
      "KWSP, PERKESO dan PCB",
      "current_liability",
    ),
    leaf("4110", "4000", "Marketplace sales", "Jualan pasaran dalam talian", "revenue"),
    leaf("5300", "5000", "Marketplace commission", "Komisen pasaran", "cost_of_sales"),
    leaf(
      "6110",
      "6000",
      "Service tax on imported services",
      "Cukai perkhidmatan import",
      "expense",
    ),
  ],
  online_sg: [
    leaf("2200", "2000", "GST on sales", "GST atas jualan", "current_liability", "sales_tax"),
    leaf("1450", "1000", "GST on purchases", "GST atas belian", "current_asset", "purchase_tax"),
    leaf("2510", "2000", "CPF payable", "CPF belum bayar", "current_liability"),
    leaf("4110", "4000", "Marketplace sales", "Jualan pasaran dalam talian", "revenue"),
    leaf("5300", "5000", "Marketplace commission", "Komisen pasaran", "cost_of_sales"),
  ],
  online_eu: [
    leaf("2200", "2000", "VAT on sales", "VAT atas jualan", "current_liability", "sales_tax"),
    leaf("2210", "2000", "VAT due under OSS", "VAT di bawah OSS", "current_liability"),
    leaf("1450", "1000", "VAT on purchases", "VAT atas belian", "current_asset", "purchase_tax"),
    leaf("4110", "4000", "Sales to other EU countries", "Jualan ke negara EU lain", "revenue"),
    leaf("4120", "4000", "Sales outside the EU", "Jualan ke luar EU", "revenue"),
    leaf("5300", "5000", "Marketplace commission", "Komisen pasaran", "cost_of_sales"),
  ],
};
