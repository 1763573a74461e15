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
  const phones = person.phones.map(phonePattern);
  return ({ connectionId, body }: { connectionId: string; body: string }): boolean => {
    const text = body.toLowerCase();
    // Forms send an address with its sign spelt out, and JSON may do as it likes with a slash.
    const plain = text.replaceAll("%40", "@");
    if (emails.some((email) => plain.includes(email))) return true;
    if (phones.some((phone) => phone.test(text))) return true;
    const accounts = person.accounts
      .filter((account) => account.startsWith(`${connectionId}:`))
      .map((account) => account.slice(connectionId.length + 1));
    const numbers = orders
      .filter((order) => order.connectionId === connectionId)
      .map(({ externalId }) => externalId);
    return [...accounts, ...numbers].some((id) => namesId(text, id));
  };
}

/** Nine digits tell a number whatever stands before them: `+60 12-345 6789`, `012 3456789`. */
const phonePattern = (phone: string): RegExp => {
  const digits = phone.replace(/\D/g, "").slice(-9);
  return new RegExp(`${[...digits].join("[\\s().-]{0,2}")}(?!\\d)`);
};

const namesId = (text: string, id: string): boolean =>
  new RegExp(
    `"(?:id|order_id|customer_id|customer)"\\s*:\\s*"?${id.replace(/[^\w-]/g, "\\$&")}(?![\\w-])`,
  ).test(text) ||
  new RegExp(`(?:customer|order)/${id.replace(/[^\w-]/g, "\\$&")}(?![\\w-])`).test(text);
