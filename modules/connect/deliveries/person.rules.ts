/** What somebody is known by: phones in E.164, accounts as `<connection id>:<id in the store>`. */
type Known = {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly accounts: readonly string[];
};

/** Orders of theirs, as their stores number them. */
export type TheirOrder = { readonly connectionId: string; readonly externalId: string };

/**
 * Whether what a store sent speaks of somebody: it names their address, their number however it is spelt, their account
 * or one of their orders. For what was never read, of which nothing else is known.
 */
export function mentionOf(person: Known, orders: readonly TheirOrder[]) {
  const emails = person.emails.map((email) => email.toLowerCase());
  const phones = person.phones.map((phone) => phone.replace(/\D/g, "").slice(-PHONE_DIGITS));
  return ({ connectionId, body }: { connectionId: string; body: string }): boolean => {
    const text = body.toLowerCase();
    // Forms send an address with its sign spelt out, and JSON may do as it likes with a slash.
    const plain = text.replaceAll("%40", "@");
    if (emails.some((email) => plain.includes(email))) return true;
    if (phones.length > 0 && namesPhone(text, phones)) return true;
    const accounts = person.accounts
      .filter((account) => account.startsWith(`${connectionId}:`))
      .map((account) => account.slice(connectionId.length + 1));
    const numbers = orders
      .filter((order) => order.connectionId === connectionId)
      .map(({ externalId }) => externalId);
    const ids = idsIn(text);
    return [...accounts, ...numbers].some((id) => ids.has(id.toLowerCase()));
  };
}

/** So many tell a number whatever stands before them: `+60 12-345 6789`, `012 3456789`. */
const PHONE_DIGITS = 9;

/** Whether one of these ends somewhere in the text, however its digits are set apart, and no further digit follows. */
function namesPhone(text: string, phones: readonly string[]): boolean {
  for (const { 0: run } of text.matchAll(/\d(?:[\s().-]{0,2}\d){8,}/g)) {
    const at = [...run.matchAll(/\d/g)].map(({ index }) => index);
    const digits = run.replace(/\D/g, "");
    const endsAt = (end: number) => at[end + 1] !== (at[end] ?? 0) + 1;
    for (const phone of phones)
      for (let from = digits.indexOf(phone); from >= 0; from = digits.indexOf(phone, from + 1))
        if (endsAt(from + phone.length - 1)) return true;
  }
  return false;
}

/** The accounts and orders that a text names: by the usual keys of JSON, and in the addresses of an API. */
function idsIn(text: string): ReadonlySet<string> {
  const named = [
    ...text.matchAll(/"(?:id|order_id|customer_id|customer)"\s*:\s*"?([^"\s,}\]]+)/g),
    ...text.matchAll(/(?:customer|order)\/([^"\s,}\]?/\\]+)/g),
  ];
  return new Set(named.map(([, id = ""]) => id));
}
