/**
 * Whether the last digit of an EAN-8, UPC-A, EAN-13 or GTIN-14 is what the others ask for; null where it is none of those
 * (a shop's own numbers are barcodes too). A hint for whoever typed it, and never a reason to refuse.
 */
export function hasRightCheckDigit(barcode: string): boolean | null {
  const digits = barcode.replace(/[\s-]/g, "");
  if (!/^\d+$/.test(digits) || ![8, 12, 13, 14].includes(digits.length)) return null;
  return Number(digits.at(-1)) === checkDigitOf(digits.slice(0, -1));
}

/** From the right each digit counts three times and once in turn; what is missing to the next ten is the check digit. */
function checkDigitOf(digits: string): number {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}
