import type { Day } from "#kernel/day.ts";
import { decimalOf, type Minor, sumMinor } from "#kernel/money.ts";
import type { AccountKind, AccountType } from "../chart/chart.contract.ts";
import type {
  BalanceSheet,
  ProfitAndLoss,
  TrialBalance,
} from "../statements/statements.contract.ts";
import type { ReportWords } from "./report-words.rules.ts";
import type { Sheet } from "./reports.contract.ts";

export type Body = Pick<Sheet, "heads" | "rows">;
type Row = Sheet["rows"][number];
type Cell = Row["cells"][number];
type Head = Sheet["heads"][number];
type Sum = { readonly nowMinor: Minor; readonly beforeMinor: Minor | null };
type Span = { readonly from: Day; readonly to: Day };

export const money = (label: string): Head => ({ label, as: "money" });
/** The time that is asked about, and those it is compared with. */
const timeHeads = (times: readonly string[]): Head[] =>
  times.map((label, at) => ({ ...money(label), ...(at > 0 && { isCompared: true }) }));
export const row = (as: Row["as"], cells: readonly Cell[], to: string | null = null): Row => ({
  ...{ as, cells: [...cells], to },
});
const accountHeads = (words: ReportWords): Head[] => [
  { label: words.code, as: "code" },
  { label: words.account, as: "text" },
];

const drill = (accountId: string, { from, to }: Partial<Span>): string =>
  `/journals?account=${accountId}${from === undefined ? "" : `&from=${from}`}&to=${to}`;

export function trialSheet({ rows, sums }: TrialBalance, words: ReportWords, span: Span): Body {
  const figures = (of: TrialBalance["sums"]) => [
    ...[of.openingMinor, of.debitMinor, of.creditMinor, of.closingMinor],
  ];
  return {
    heads: [
      ...accountHeads(words),
      ...[words.opening, words.debit, words.credit, words.closing].map(money),
    ],
    rows: [
      ...rows.map((of) =>
        row("account", [of.code, of.name, ...figures(of)], drill(of.accountId, span)),
      ),
      row("last", [null, words.total, ...figures(sums)]),
    ],
  };
}

/** What is compared stands beside what is; nothing is compared: one column. */
const both = ({ nowMinor, beforeMinor }: Sum): Cell[] =>
  beforeMinor === null ? [nowMinor] : [nowMinor, beforeMinor];

export function profitSheet(
  { rows, sums, now }: ProfitAndLoss,
  words: ReportWords,
  times: readonly string[],
): Body {
  const accounts = (...kinds: AccountKind[]) =>
    rows
      .filter(({ kind }) => kinds.includes(kind))
      .map((of) => row("account", [of.code, of.name, ...both(of)], drill(of.accountId, now)));
  const section = (label: string, inside: Row[], sum: Sum) =>
    inside.length === 0
      ? []
      : [titled(label, times), ...inside, row("sum", [null, words.total, ...both(sum)])];
  return {
    heads: [...accountHeads(words), ...timeHeads(times)],
    rows: [
      ...section(words.revenue, accounts("revenue"), sums.revenue),
      ...section(words.costOfSales, accounts("cost_of_sales"), sums.costOfSales),
      row("milestone", [null, words.grossProfit, ...both(sums.grossProfit)]),
      ...section(words.otherIncome, accounts("other_income"), sums.otherIncome),
      ...section(words.expenses, accounts("expense", "other_expense"), sums.expenses),
      row("last", [null, words.netProfit, ...both(sums.netProfit)]),
    ],
  };
}

const isNothing = ({ nowMinor, beforeMinor }: Sum): boolean =>
  nowMinor === 0 && (beforeMinor ?? 0) === 0;

const titled = (label: string, times: readonly string[]): Row =>
  row("head", [null, label, ...times.map(() => null)]);

export function balanceSheetSheet(
  { rows, sums, now }: BalanceSheet,
  words: ReportWords,
  times: readonly string[],
): Body {
  const accounts = (type: AccountType) =>
    rows
      .filter((of) => of.type === type)
      .map((of) =>
        row("account", [of.code, of.name, ...both(of)], drill(of.accountId, { to: now })),
      );
  return {
    heads: [...accountHeads(words), ...timeHeads(times)],
    rows: [
      titled(words.assets, times),
      ...accounts("asset"),
      row("last", [null, words.assets, ...both(sums.assets)]),
      titled(words.liabilities, times),
      ...accounts("liability"),
      row("sum", [null, words.total, ...both(sums.liabilities)]),
      titled(words.equity, times),
      ...accounts("equity"),
      row("account", [null, words.profitEarlier, ...both(sums.profitEarlier)]),
      row("account", [null, words.profitThisYear, ...both(sums.profitThisYear)]),
      row("sum", [null, words.total, ...both(sums.equity)]),
      ...(isNothing(sums.elsewhere)
        ? []
        : [row("account", [null, words.elsewhere, ...both(sums.elsewhere)])]),
      row("last", [null, words.liabilitiesAndEquity, ...both(sums.liabilitiesAndEquity)]),
    ],
  };
}

/** What one account moved by in a time, opening balances apart; of it, what was written off without money moving. */
export type Moved = {
  readonly accountId: string;
  readonly code: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly type: AccountType;
  readonly minor: Minor;
  readonly writtenOffMinor: Minor;
};

export type CashTime = {
  readonly moves: readonly Moved[];
  /** Cash and bank before the first day, opening balances told within included. */
  readonly startMinor: Minor;
};

type Line = { readonly code: string | null; readonly label: string; readonly minor: Minor };
type CashFlow = {
  readonly operating: readonly Line[];
  readonly investing: readonly Line[];
  readonly financing: readonly Line[];
  readonly netMinor: Minor;
  readonly startMinor: Minor;
  readonly endMinor: Minor;
};

/**
 * Where money came from and went, worked out backwards: the profit, less what of it is not money yet, and what else moved.
 * Every account that is not cash is in it once, so it ends at the cash that is there.
 */
export function cashFlowOf({ moves, startMinor }: CashTime, words: ReportWords): CashFlow {
  const of = (...kinds: AccountKind[]) => moves.filter(({ kind }) => kinds.includes(kind));
  const line = ({ code, name: label, minor }: Moved): Line => ({ code, label, minor: -minor + 0 });
  const isEarned = ({ type }: Moved) => type === "income" || type === "expense";
  const writtenOff = sumMinor(moves.map(({ writtenOffMinor }) => writtenOffMinor));
  const operating = [
    {
      ...{ code: null, label: words.netProfit },
      minor: -sumMinor(moves.filter(isEarned).map(({ minor }) => minor)) + 0,
    },
    { code: null, label: words.writtenOff, minor: -writtenOff + 0 },
    ...of("current_asset", "current_liability").map(line),
  ];
  const investing = of("fixed_asset").map((one) =>
    line({ ...one, minor: one.minor - one.writtenOffMinor }),
  );
  const financing = of("long_liability", "equity").map(line);
  const netMinor = sumMinor([...operating, ...investing, ...financing].map(({ minor }) => minor));
  return { operating, investing, financing, netMinor, startMinor, endMinor: startMinor + netMinor };
}

/** What passed through cash and bank, by what it was for. */
export type Passed = {
  readonly code: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly minor: Minor;
};

/** Where money came from and went, as it came and went: by the account on the other side of each entry. */
export function directFlowOf(passed: readonly Passed[], startMinor: Minor): CashFlow {
  const line = ({ code, name: label, minor }: Passed): Line => ({ code, label, minor });
  const of = (kinds: readonly AccountKind[]) =>
    passed.filter(({ kind }) => kinds.includes(kind)).map(line);
  const investing = of(["fixed_asset"]);
  const financing = of(["long_liability", "equity"]);
  const operating = passed
    .filter(({ kind }) => !["fixed_asset", "long_liability", "equity"].includes(kind))
    .map(line);
  const netMinor = sumMinor(passed.map(({ minor }) => minor));
  return { operating, investing, financing, netMinor, startMinor, endMinor: startMinor + netMinor };
}

export function cashFlowSheet(
  flows: readonly CashFlow[],
  words: ReportWords,
  times: readonly string[],
): Body {
  const section = (label: string, pick: (flow: CashFlow) => readonly Line[]): Row[] => {
    const names = new Map(
      flows.flatMap(pick).map(({ code, label: name }) => [`${code ?? ""} ${name}`, { code, name }]),
    );
    const inside = [...names].map(([key, { code, name }]) =>
      row("account", [
        ...[code, name],
        ...flows.map(
          (flow) => pick(flow).find((one) => `${one.code ?? ""} ${one.label}` === key)?.minor ?? 0,
        ),
      ]),
    );
    const shown = inside.filter(({ cells }) => cells.slice(2).some((minor) => minor !== 0));
    const sums = flows.map((flow) => sumMinor(pick(flow).map(({ minor }) => minor)));
    return [titled(label, times), ...shown, row("sum", [null, words.total, ...sums])];
  };
  const figures = (pick: (flow: CashFlow) => Minor) => flows.map(pick);
  return {
    heads: [...accountHeads(words), ...timeHeads(times)],
    rows: [
      ...section(words.operating, ({ operating }) => operating),
      ...section(words.investing, ({ investing }) => investing),
      ...section(words.financing, ({ financing }) => financing),
      row("milestone", [null, words.netCash, ...figures(({ netMinor }) => netMinor)]),
      row("account", [null, words.cashAtStart, ...figures(({ startMinor }) => startMinor)]),
      row("last", [null, words.cashAtEnd, ...figures(({ endMinor }) => endMinor)]),
    ],
  };
}

export type PostedLine = {
  readonly entryId: string;
  readonly number: string;
  readonly postedOn: Day;
  readonly accountId: string;
  readonly code: string;
  readonly name: string;
  readonly memo: string;
  readonly amountMinor: Minor;
};

const debit = (minor: Minor): Cell => (minor > 0 ? minor : null);
const credit = (minor: Minor): Cell => (minor < 0 ? -minor : null);

export function journalSheet(
  lines: readonly PostedLine[],
  words: ReportWords,
  show: (id: string) => string,
): Body {
  const debits = lines.filter(({ amountMinor }) => amountMinor > 0);
  const total = sumMinor(debits.map(({ amountMinor }) => amountMinor));
  return {
    heads: [
      { label: words.day, as: "day" },
      { label: words.number, as: "code" },
      ...accountHeads(words),
      { label: words.memo, as: "text" },
      ...[words.debit, words.credit].map(money),
    ],
    rows: [
      ...lines.map((of, at) => {
        const isFirst = lines[at - 1]?.entryId !== of.entryId;
        return row(
          isFirst ? "account" : "line",
          [
            ...[of.postedOn, of.number, of.code, of.name, of.memo],
            ...[debit(of.amountMinor), credit(of.amountMinor)],
          ],
          show(of.entryId),
        );
      }),
      row("last", [null, null, null, words.total, null, total, total]),
    ],
  };
}

/** Account after account: what stood there, what came, what stands. */
export function ledgerSheet(
  accounts: readonly {
    readonly code: string;
    readonly name: string;
    readonly openingMinor: Minor;
    readonly lines: readonly PostedLine[];
  }[],
  words: ReportWords,
  show: (id: string) => string,
): Body {
  return {
    heads: [
      { label: words.day, as: "day" },
      { label: words.number, as: "code" },
      { label: words.memo, as: "text" },
      ...[words.debit, words.credit, words.balance].map(money),
    ],
    rows: accounts.flatMap(({ code, name, openingMinor, lines }) => {
      let balance = openingMinor;
      const inside = lines.map((of) => {
        balance += of.amountMinor;
        return row(
          "line",
          [
            ...[of.postedOn, of.number, of.memo],
            ...[debit(of.amountMinor), credit(of.amountMinor), balance],
          ],
          show(of.entryId),
        );
      });
      const came = (sign: 1 | -1) =>
        sumMinor(lines.map(({ amountMinor }) => Math.max(sign * amountMinor, 0)));
      return [
        row("head", [null, null, `${code} ${name}`, null, null, null]),
        row("line", [null, null, words.opening, null, null, openingMinor]),
        ...inside,
        row("sum", [null, null, words.closing, came(1), came(-1), balance]),
      ];
    }),
  };
}

export type Owed = {
  readonly name: string;
  readonly customerId: string | null;
  readonly notDueMinor: Minor;
  readonly to30Minor: Minor;
  readonly to60Minor: Minor;
  readonly to90Minor: Minor;
  readonly olderMinor: Minor;
  /** What was paid ahead. */
  readonly aheadMinor: Minor;
  /** What of it is in other currencies than that of the books. */
  readonly theirs: readonly { readonly currency: string; readonly minor: Minor }[];
};

type Ages = Pick<Owed, "notDueMinor" | "to30Minor" | "to60Minor" | "to90Minor" | "olderMinor">;
const agesOf = (of: Ages): Minor[] => [
  ...[of.notDueMinor, of.to30Minor, of.to60Minor, of.to90Minor, of.olderMinor],
];

/** `USD 1,200.00, SGD 40.00`: beside what that stands at in the books. */
const theirsText = ({ theirs }: Pick<Owed, "theirs">): string =>
  theirs.map(({ currency, minor }) => `${currency} ${decimalOf(minor, currency)}`).join(", ");

/** A column that stands only where somebody owes in another currency. */
function theirsOf(
  of: readonly Pick<Owed, "theirs">[],
  label: string,
): {
  heads: Body["heads"];
  cellsOf: (one: Pick<Owed, "theirs"> | null) => Row["cells"];
} {
  if (of.every(({ theirs }) => theirs.length === 0)) return { heads: [], cellsOf: () => [] };
  return {
    heads: [{ label, as: "text" }],
    cellsOf: (one) => [one === null ? null : theirsText(one) || null],
  };
}

/** Who owes what, how late; less what was paid ahead; and that it is what the books say. */
export function receivablesSheet(
  owed: readonly Owed[],
  inTheBooksMinor: Minor,
  words: ReportWords,
  show: (customerId: string) => string,
): Body {
  const hasAhead = owed.some(({ aheadMinor }) => aheadMinor !== 0);
  const figuresOf = (of: Owed): Minor[] => [
    ...agesOf(of),
    ...(hasAhead ? [-of.aheadMinor + 0] : []),
  ];
  const columns = [words.notDue, words.to30, words.to60, words.to90, words.older];
  const sums = [...columns, ...(hasAhead ? [words.paidAhead] : [])].map((_, at) =>
    sumMinor(owed.map((of) => figuresOf(of)[at] ?? 0)),
  );
  const total = sumMinor(sums);
  const blank = sums.map(() => null);
  const theirs = theirsOf(owed, words.inTheirs);
  return {
    heads: [
      { label: words.customer, as: "text" },
      ...theirs.heads,
      ...[...columns, ...(hasAhead ? [words.paidAhead] : []), words.total].map(money),
    ],
    rows: [
      ...owed.map((of) => {
        const to = of.customerId === null ? null : `/invoices?customer=${show(of.customerId)}`;
        const figures = figuresOf(of);
        return row("account", [of.name, ...theirs.cellsOf(of), ...figures, sumMinor(figures)], to);
      }),
      row("last", [words.ofInvoices, ...theirs.cellsOf(null), ...sums, total]),
      row("account", [words.ofOrders, ...theirs.cellsOf(null), ...blank, inTheBooksMinor - total]),
      row("milestone", [words.inTheBooks, ...theirs.cellsOf(null), ...blank, inTheBooksMinor]),
    ],
  };
}

/** Owed to a supplier, by how late it is, and what is paid ahead. */
export type Owing = Ages & {
  readonly name: string;
  readonly supplierId: string | null;
} & Pick<Owed, "aheadMinor" | "theirs">;

/** What is owed to whom, how late; less what is paid ahead; and that it is what the books say. */
export function payablesSheet(
  owing: readonly Owing[],
  inTheBooksMinor: Minor,
  words: ReportWords,
  show: (supplierId: string) => string,
): Body {
  const figuresOf = (of: Owing): Minor[] => [...agesOf(of), -of.aheadMinor + 0];
  const sums = [0, 1, 2, 3, 4, 5].map((at) => sumMinor(owing.map((of) => figuresOf(of)[at] ?? 0)));
  const total = sumMinor(sums);
  const blank = sums.map(() => null);
  const theirs = theirsOf(owing, words.inTheirs);
  return {
    heads: [
      { label: words.supplier, as: "text" },
      ...theirs.heads,
      ...[words.notDue, words.to30, words.to60, words.to90, words.older].map(money),
      ...[words.paidAhead, words.total].map(money),
    ],
    rows: [
      ...owing.map((of) => {
        const to = of.supplierId === null ? null : `/suppliers/${show(of.supplierId)}`;
        const figures = figuresOf(of);
        return row("account", [of.name, ...theirs.cellsOf(of), ...figures, sumMinor(figures)], to);
      }),
      row("last", [words.ofBills, ...theirs.cellsOf(null), ...sums, total]),
      row("account", [
        ...[words.ofOtherEntries, ...theirs.cellsOf(null), ...blank],
        inTheBooksMinor - total,
      ]),
      row("milestone", [
        ...[words.suppliersInTheBooks, ...theirs.cellsOf(null), ...blank],
        inTheBooksMinor,
      ]),
    ],
  };
}

/** What papers bear of one tax at one rate. */
export type Levied = {
  readonly code: string;
  readonly name: string;
  readonly rate: string;
  readonly isWithheld: boolean;
  readonly taxableMinor: Minor;
  readonly taxMinor: Minor;
};

/** What bills and expenses bear of one tax at one rate. */
export type Borne = Omit<Levied, "isWithheld"> & {
  readonly kind: "charged" | "self_assessed" | "withheld";
  readonly isClaimed: boolean;
};

type MovedPart = {
  readonly accountId: string | null;
  readonly minor: Minor;
  readonly ofOrdersMinor: Minor;
};

/** What is due: by tax and rate of the papers, with the orders, and that it is what the books say. */
export function taxSheet(
  levied: readonly Levied[],
  borne: readonly Borne[],
  onSales: MovedPart,
  claimed: MovedPart,
  words: ReportWords,
  span: Span,
): Body {
  const [withheld, asked] = [true, false].map((is) => levied.filter((of) => of.isWithheld === is));
  const kept = borne.filter(({ kind }) => kind === "withheld");
  const own = borne.filter(({ kind }) => kind === "self_assessed");
  const [claimable, cost] = [true, false].map((is) =>
    borne.filter((of) => of.isClaimed === is && of.kind !== "withheld"),
  );
  const rows = (of: readonly Omit<Levied, "isWithheld">[] = [], as: Row["as"]) =>
    of.map(({ code, name, rate, taxableMinor, taxMinor }) =>
      row(as, [code, `${name} ${rate} %`, taxableMinor, taxMinor]),
    );
  const papers = sumMinor((asked ?? []).map(({ taxMinor }) => taxMinor));
  const taxable = sumMinor((asked ?? []).map(({ taxableMinor }) => taxableMinor));
  const owed = sumMinor(own.map(({ taxMinor }) => taxMinor));
  const onBills = sumMinor((claimable ?? []).map(({ taxMinor }) => taxMinor));
  const bought = sumMinor((claimable ?? []).map(({ taxableMinor }) => taxableMinor));
  const head = (label: string) => row("head", [null, label, null, null]);
  const [total, orders] = [-onSales.minor + 0, -onSales.ofOrdersMinor + 0];
  const to = (of: MovedPart) => (of.accountId === null ? null : drill(of.accountId, span));
  return {
    heads: [
      { label: words.code, as: "code" },
      { label: words.taxOf, as: "text" },
      ...[words.taxable, words.taxOf].map(money),
    ],
    rows: [
      ...rows(asked, "account"),
      row("sum", [null, words.onPapers, taxable, papers]),
      row("account", [null, words.onOrders, null, orders]),
      ...(own.length > 0 ? [head(words.reverseCharge)] : []),
      ...rows(ownByRate(own), "account"),
      row("account", [null, words.otherEntries, null, total - orders - papers - owed]),
      row("milestone", [null, words.taxInTheBooks, null, total], to(onSales)),
      ...((claimable ?? []).length > 0 ? [head(words.claimable)] : []),
      ...rows(claimable, "account"),
      row("sum", [null, words.onBills, bought, onBills]),
      row("account", [null, words.otherEntries, null, claimed.minor - onBills]),
      row("milestone", [null, words.taxClaimed, null, claimed.minor], to(claimed)),
      row("last", [null, words.taxDue, null, total - claimed.minor]),
      ...((cost ?? []).length > 0 ? [head(words.notClaimed)] : []),
      ...rows(cost, "account"),
      ...(kept.length > 0 ? [head(words.withheldFrom)] : []),
      ...rows(kept, "account"),
      ...((withheld ?? []).length > 0 ? [head(words.withheld)] : []),
      ...rows(withheld, "account"),
    ],
  };
}

/** What we owe ourselves of one tax and rate, claimed back or not: it is owed whole. */
const ownByRate = (own: readonly Borne[]): Borne[] =>
  [...Map.groupBy(own, ({ code, rate }) => `${code} ${rate}`).values()].flatMap((some) =>
    some.slice(0, 1).map((first) => ({
      ...first,
      taxableMinor: sumMinor(some.map(({ taxableMinor }) => taxableMinor)),
      taxMinor: sumMinor(some.map(({ taxMinor }) => taxMinor)),
    })),
  );
