/** A table as a file that any spreadsheet opens. A text that would be taken for a formula is told not to be one. */
export function saveCsv(name: string, rows: readonly (readonly string[])[]): void {
  const text = rows.map((row) => row.map(cellOf).join(",")).join("\r\n");
  const url = URL.createObjectURL(new Blob([`\u{feff}${text}\r\n`], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  // After the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function cellOf(text: string): string {
  const isFormula = /^[=+@\t\r]/.test(text) || /^-(?![\d.]+$)/.test(text);
  const plain = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
