/** What an id can name, and the prefix it is shown with. */
export const ID_PREFIX = {
  account: "acc",
  alert: "alt",
  api_key: "key",
  attachment: "att",
  audit_entry: "aud",
  backup: "bak",
  bank_import: "bki",
  bank_line: "bkl",
  bank_match: "bkm",
  bank_reconciliation: "bkr",
  bill: "bil",
  bill_allocation: "bal",
  bulk: "blk",
  company: "com",
  company_return: "ret",
  connection: "con",
  customer: "cus",
  customer_address: "adr",
  delivery: "whk",
  disbursement: "dsb",
  ending: "end",
  export: "exp",
  field: "fld",
  import: "imp",
  invitation: "inv",
  invoice: "ivc",
  journal_draft: "jdr",
  journal_entry: "jre",
  ledger_account: "lac",
  mail: "mal",
  merge: "mrg",
  note: "not",
  order: "ord",
  paper_link: "lnk",
  payment: "pay",
  privacy_request: "prq",
  product: "prd",
  quote: "quo",
  receipt: "rct",
  receipt_allocation: "ral",
  recurring_invoice: "rci",
  refund: "ref",
  revaluation: "rvl",
  role: "rol",
  sending: "snd",
  session: "ses",
  subscription: "sub",
  supplier: "sup",
  supplier_refund: "srf",
  tag: "tag",
  tag_change: "tgc",
  takeout: "tko",
  task: "tsk",
  tax_code: "tax",
  timeline_entry: "tml",
  variant: "var",
  view: "viw",
  write_off: "wof",
} as const;
export type IdKind = keyof typeof ID_PREFIX;

/** An id that remembers what it names, so that a CustomerId cannot stand where an OrderId belongs. */
export type Id<Of extends string> = string & { readonly of: Of };

/** A fresh UUIDv7 (RFC 9562 §5.7): later ids sort after earlier ones of the same process. */
export function newId<Of extends IdKind>(): Id<Of> {
  const now = Date.now();
  counter = now > lastMs ? 0 : counter + 1;
  lastMs = Math.max(now, lastMs);
  const high = lastMs.toString(16).padStart(12, "0");
  const middle = (0x7000 | (counter & 0xfff)).toString(16);
  // The variant and 62 random bits: a random UUID comes from a pool, many times faster than asking for eight bytes.
  const low = crypto.randomUUID().slice(19);
  // More than 4,096 ids within a millisecond borrow from the next one.
  if (counter === 0xfff) {
    lastMs += 1;
    counter = -1;
  }
  return `${high.slice(0, 8)}-${high.slice(8)}-${middle}-${low}` as Id<Of>;
}
let lastMs = 0;
let counter = 0;

const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

/** The id as people and the API see it: prefix and 26 Crockford base-32 digits. */
export function showId(kind: IdKind, uuid: string): string {
  let rest = BigInt(`0x${uuid.replaceAll("-", "")}`);
  let text = "";
  for (let i = 0; i < 26; i += 1) {
    text = DIGITS[Number(rest & 31n)] + text;
    rest >>= 5n;
  }
  return `${ID_PREFIX[kind]}_${text}`;
}

/** What a shown id names, of whatever kind it is, or null when the text is no id at all. */
export function readAnyId(shown: string): { kind: IdKind; id: string } | null {
  const kind = KINDS.find((one) => shown.startsWith(`${ID_PREFIX[one]}_`));
  const id = kind === undefined ? null : readId(kind, shown);
  return kind === undefined || id === null ? null : { kind, id };
}
const KINDS = Object.keys(ID_PREFIX) as IdKind[];

/** The uuid behind a shown id, or null when the text is no id of this kind. */
export function readId<Of extends IdKind>(kind: Of, shown: string): Id<Of> | null {
  const prefix = `${ID_PREFIX[kind]}_`;
  if (!shown.startsWith(prefix) || shown.length !== prefix.length + 26) return null;
  let value = 0n;
  for (const digit of shown.slice(prefix.length)) {
    const at = DIGITS.indexOf(digit);
    if (at < 0) return null;
    value = (value << 5n) | BigInt(at);
  }
  if (value >> 128n !== 0n) return null;
  const hex = value.toString(16).padStart(32, "0");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") as Id<Of>;
}
