import { type Day, dayFrom } from "#kernel/day.ts";
import { refused } from "#kernel/errors.ts";
import { elementsAt, readXml, textAt, type XmlElement } from "#platform/transfer/reading-xml.ts";
import {
  type Balance,
  type BankLine,
  type BankStatement,
  joined,
  type LinePart,
  minorFrom,
  Unreadable,
} from "./statement.rules.ts";

/** CAMT.052 (of the day), .053 (of a day that is over) and .054 (of single bookings), ISO 20022, versions 1 to 12. */
export function readCamt(xml: string): readonly BankStatement[] {
  const root = readXml(xml);
  if (!/camt\.05[234]\.001\.\d\d$/.test(root.namespace))
    throw refused("platform.bankfile.unknown", { line: root.line, value: root.namespace });
  return root.children
    .flatMap((message) => ["Stmt", "Rpt", "Ntfctn"].flatMap((name) => elementsAt(message, name)))
    .map(statementOf);
}

function statementOf(statement: XmlElement): BankStatement {
  const balances = elementsAt(statement, "Bal");
  const [account] = elementsAt(statement, "Acct");
  const opening = balanceOf(balances, ["OPBD", "PRCD"]);
  const closing = balanceOf(balances, ["CLBD", "ITBD", "CLAV"]);
  const toldOn = dayAt(statement, "CreDtTm");
  return {
    format: "camt",
    id: textAt(statement, "Id") ?? null,
    account: {
      number:
        (account && (textAt(account, "Id/IBAN") ?? textAt(account, "Id/Othr/Id"))) ??
        (account && textAt(account, "Id/PrtryAcct/Id")) ??
        null,
      name: (account && (textAt(account, "Nm") ?? textAt(account, "Ownr/Nm"))) ?? null,
    },
    currency: (account && textAt(account, "Ccy")) ?? opening?.currency ?? closing?.currency ?? null,
    opening,
    closing,
    lines: elementsAt(statement, "Ntry").map((entry) => lineOf(entry, toldOn)),
  };
}

/** The first of the kinds that is told: a booked balance rather than one in between. */
function balanceOf(balances: readonly XmlElement[], kinds: readonly string[]): Balance | null {
  for (const kind of kinds) {
    const balance = balances.find((one) => kindOf(one) === kind);
    if (balance === undefined) continue;
    const { minor, currency } = amountOf(balance);
    return { minor, currency, on: dayAt(balance, "Dt/Dt") ?? dayAt(balance, "Dt/DtTm") };
  }
  return null;
}

const kindOf = (balance: XmlElement): string | undefined =>
  textAt(balance, "Tp/CdOrPrtry/Cd") ?? textAt(balance, "Tp/Cd");

function amountOf(of: XmlElement): { minor: number; currency: string } {
  const [amount] = elementsAt(of, "Amt");
  const currency = amount?.attributes.get("Ccy") ?? "";
  if (amount === undefined) throw new Unreadable("Amt", "", of.line);
  const minor = minorFrom(amount.text, currency, "Amt", amount.line);
  const direction = textAt(of, "CdtDbtInd");
  if (direction !== "CRDT" && direction !== "DBIT")
    throw new Unreadable("CdtDbtInd", direction ?? "", of.line);
  return { minor: direction === "CRDT" || minor === 0 ? minor : -minor, currency };
}

/** The day as the bank told it: a moment's own, whatever zone it is in. */
function dayAt(from: XmlElement, path: string): Day | null {
  const [element] = elementsAt(from, path);
  if (element === undefined || element.text === "") return null;
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)(?:[T+\-Z].*)?$/.exec(element.text) ?? [];
  const found = dayFrom(Number(year), Number(month), Number(day));
  if (found === null) throw new Unreadable(element.name, element.text, element.line);
  return found;
}

function lineOf(entry: XmlElement, toldOn: Day | null): BankLine {
  const { minor, currency } = amountOf(entry);
  const valueOn = dayAt(entry, "ValDt/Dt") ?? dayAt(entry, "ValDt/DtTm");
  const on = dayAt(entry, "BookgDt/Dt") ?? dayAt(entry, "BookgDt/DtTm") ?? valueOn ?? toldOn;
  if (on === null) throw new Unreadable("BookgDt", "", entry.line);
  const details = elementsAt(entry, "NtryDtls/TxDtls");
  const status = textAt(entry, "Sts/Cd") ?? textAt(entry, "Sts");
  const [only] = details.length === 1 ? details : [];
  const about = only === undefined ? null : partOf(only, minor > 0);
  return {
    bankId: bankIdOf(entry, only),
    on,
    valueOn,
    minor,
    currency,
    isPending: status !== undefined && status !== "BOOK",
    counterparty: about?.counterparty ?? null,
    reference: about?.reference ?? textAt(entry, "NtryDtls/Btch/PmtInfId") ?? null,
    text: joined([about?.text, textAt(entry, "AddtlNtryInf")]),
    parts: details.length > 1 ? partsOf(details, minor, currency) : [],
  };
}

const bankIdOf = (entry: XmlElement, only: XmlElement | undefined): string | null =>
  textAt(entry, "AcctSvcrRef") ??
  (only && (textAt(only, "Refs/AcctSvcrRef") ?? textAt(only, "Refs/UETR"))) ??
  textAt(entry, "NtryRef") ??
  null;

/** Only where they are told in the line's own currency and make it up: else the line stands for all of them. */
function partsOf(
  details: readonly XmlElement[],
  minor: number,
  currency: string,
): BankLine["parts"] {
  const parts = details.map((detail) => {
    const [amount] = [
      ...elementsAt(detail, "Amt"),
      ...elementsAt(detail, "AmtDtls/TxAmt/Amt"),
    ].filter(({ attributes }) => attributes.get("Ccy") === currency);
    const part = amount === undefined ? 0 : minorFrom(amount.text, currency, "Amt", amount.line);
    return { ...partOf(detail, minor > 0), minor: minor < 0 && part !== 0 ? -part : part };
  });
  return parts.reduce((all, part) => all + part.minor, 0) === minor ? parts : [];
}

const NOT_TOLD = /^(NOTPROVIDED|NOT PROVIDED|NONREF)$/i;

/** Who stands on the other side: of what came in it is whom it came from. */
function partOf(detail: XmlElement, isIncoming: boolean): LinePart {
  const side = isIncoming ? "Dbtr" : "Cdtr";
  const names = [`Ultmt${side}`, side].flatMap((party) => [
    `RltdPties/${party}/Nm`,
    `RltdPties/${party}/Pty/Nm`,
  ]);
  const name = names.map((path) => textAt(detail, path)).find((found) => found !== undefined);
  const account =
    textAt(detail, `RltdPties/${side}Acct/Id/IBAN`) ??
    textAt(detail, `RltdPties/${side}Acct/Id/Othr/Id`);
  const references = [
    textAt(detail, "RmtInf/Strd/CdtrRefInf/Ref"),
    textAt(detail, "RmtInf/Strd/CdtrRefInf/CdtrRef"),
    textAt(detail, "Refs/EndToEndId"),
    textAt(detail, "Refs/ChqNb"),
  ];
  return {
    counterparty:
      name === undefined && account === undefined
        ? null
        : { name: name ?? null, account: account ?? null },
    reference: references.find((told) => told !== undefined && !NOT_TOLD.test(told)) ?? null,
    text: joined([
      ...elementsAt(detail, "RmtInf/Ustrd").map(({ text }) => text),
      ...elementsAt(detail, "RmtInf/Strd/AddtlRmtInf").map(({ text }) => text),
      textAt(detail, "AddtlTxInf"),
    ]),
  };
}
