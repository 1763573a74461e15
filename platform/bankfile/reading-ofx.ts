import { type Day, dayFrom } from "#kernel/day.ts";
import { refused } from "#kernel/errors.ts";
import {
  type Balance,
  type BankLine,
  type BankStatement,
  joined,
  minorFrom,
  Unreadable,
} from "./statement.rules.ts";

/** An element of OFX: a leaf has a text and need not be closed in its older form. */
type Node = { name: string; text: string; children: Node[]; line: number };

const NODES_MAX = 1_000_000;
const DEPTH_MAX = 40;
const STATEMENTS = ["STMTRS", "CCSTMTRS"];

/** OFX 1 (SGML, elements left open) and 2 (XML), also as QFX. Both are read by one reader that knows no declarations. */
export function readOfx(text: string): readonly BankStatement[] {
  const start = text.search(/<OFX>/i);
  if (start === -1) throw refused("platform.bankfile.unknown");
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw refused("platform.xml.declares_types");
  const root = treeOf(text, start);
  return descendants(root, (name) => STATEMENTS.includes(name)).map(statementOf);
}

function treeOf(text: string, start: number): Node {
  const root: Node = { name: "", text: "", children: [], line: 1 };
  const open: Node[] = [root];
  const tag = /<(\/?)([A-Za-z0-9_.]+)\s*>([^<]*)/g;
  tag.lastIndex = start;
  let line = lineAt(text, 0, start, 1);
  let seen = start;
  let count = 0;
  for (let match = tag.exec(text); match !== null; match = tag.exec(text)) {
    const [, slash, name = "", after = ""] = match;
    line = lineAt(text, seen, match.index, line);
    seen = match.index;
    if (slash === "/") close(open, name.toUpperCase());
    else {
      count += 1;
      if (count > NODES_MAX || open.length > DEPTH_MAX) throw refused("platform.xml.too_large");
      const node = { name: name.toUpperCase(), text: plain(after), children: [], line };
      open.at(-1)?.children.push(node);
      if (node.text === "") open.push(node);
    }
  }
  return root;
}

function lineAt(text: string, from: number, to: number, line: number): number {
  let count = line;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1))
    count += 1;
  return count;
}

/** Closes the innermost of that name and what was left open in it: an empty leaf of the older form took in its sisters. */
function close(open: Node[], name: string): void {
  const at = open.findLastIndex((node) => node.name === name);
  if (at <= 0) return;
  for (const node of open.slice(at + 1).toReversed()) {
    const parent = open[open.indexOf(node) - 1];
    parent?.children.push(...node.children);
    node.children = [];
  }
  open.length = at;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};
const plain = (text: string): string =>
  text
    .trim()
    .replace(/&(#?\w{1,8});/g, (whole, name: string) =>
      name.startsWith("#") ? signOf(name.slice(1)) : (ENTITIES[name.toLowerCase()] ?? whole),
    );
function signOf(number: string): string {
  const code = /^x/i.test(number) ? Number.parseInt(number.slice(1), 16) : Number(number);
  return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : " ";
}

const descendants = (from: Node, isIt: (name: string) => boolean): Node[] =>
  from.children.flatMap((child) => (isIt(child.name) ? [child] : descendants(child, isIt)));
const find = (from: Node, ...path: string[]): Node | undefined =>
  path.reduce<Node | undefined>(
    (node, name) => node?.children.find((child) => child.name === name),
    from,
  );
const textIn = (from: Node, ...path: string[]): string | null => {
  const text = find(from, ...path)?.text;
  return text === undefined || text === "" ? null : text;
};

function statementOf(statement: Node): BankStatement {
  const currency = textIn(statement, "CURDEF");
  if (currency === null) throw new Unreadable("CURDEF", "", statement.line);
  return {
    format: "ofx",
    id: null,
    account: {
      number:
        textIn(statement, "BANKACCTFROM", "ACCTID") ?? textIn(statement, "CCACCTFROM", "ACCTID"),
      name: null,
    },
    currency,
    opening: null,
    closing: balanceOf(find(statement, "LEDGERBAL"), currency),
    lines: descendants(statement, (name) => name === "STMTTRN").map((one) => lineOf(one, currency)),
  };
}

function balanceOf(balance: Node | undefined, currency: string): Balance | null {
  const amount = balance && find(balance, "BALAMT");
  if (balance === undefined || amount === undefined) return null;
  return {
    minor: minorFrom(pointed(amount.text), currency, "BALAMT", amount.line),
    currency,
    on: dayIn(find(balance, "DTASOF")),
  };
}

/** OFX lets a comma be the decimal sign, and knows no sign for thousands. */
const pointed = (amount: string): string => amount.replace(",", ".");

/** `20261130120000.000[+8:MYT]`: the day is the bank's own. */
function dayIn(node: Node | undefined): Day | null {
  if (node === undefined) return null;
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)/.exec(node.text) ?? [];
  const found = dayFrom(Number(year), Number(month), Number(day));
  if (found === null) throw new Unreadable(node.name, node.text, node.line);
  return found;
}

function lineOf(one: Node, statementCurrency: string): BankLine {
  const amount = find(one, "TRNAMT");
  const on = dayIn(find(one, "DTPOSTED"));
  if (amount === undefined) throw new Unreadable("TRNAMT", "", one.line);
  if (on === null) throw new Unreadable("DTPOSTED", "", one.line);
  const currency = textIn(one, "CURRENCY", "CURSYM") ?? statementCurrency;
  const name = textIn(one, "NAME") ?? textIn(one, "PAYEE", "NAME");
  const account = textIn(one, "BANKACCTTO", "ACCTID");
  return {
    bankId: textIn(one, "FITID"),
    on,
    valueOn: dayIn(find(one, "DTAVAIL")),
    minor: minorFrom(pointed(amount.text), currency, "TRNAMT", amount.line),
    currency,
    isPending: false,
    counterparty: name === null && account === null ? null : { name, account },
    reference: textIn(one, "CHECKNUM") ?? textIn(one, "REFNUM"),
    text: joined([textIn(one, "MEMO") ?? name]),
    parts: [],
  };
}
