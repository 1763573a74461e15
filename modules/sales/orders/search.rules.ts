/**
 * What to look for in an order's number, name, e-mail and phone. A phone is kept as `+60123456789` and typed as
 * `012-345 6789`: its digits without the leading zero are looked for as well.
 */
export function searchesOf(search: string): string[] {
  const text = search.trim().toLowerCase();
  const isPhone = /^\+?[\d\s()./-]{6,}$/.test(text);
  const digits = text.replace(/\D/g, "").replace(/^0+/, "");
  return isPhone && digits.length >= 5 && digits !== text ? [text, digits] : [text];
}
