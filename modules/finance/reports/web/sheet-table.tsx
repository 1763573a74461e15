// biome-ignore-all lint/suspicious/noArrayIndexKey: rows and cells of a statement stay in their places.
import { Amount } from "#modules/finance/statements/web/report.tsx";
import styles from "#modules/finance/statements/web/statements.module.css";
import { dateText } from "#ui/dates.ts";
import { Link } from "#ui/link.tsx";
import { useCalendar } from "#ui/session.tsx";
import type { Sheet } from "./reports.client.ts";

type Row = Sheet["rows"][number];
type Head = Sheet["heads"][number];

/** A statement, row by row as every file of it. */
export function SheetTable({ of }: { of: Sheet }) {
  const { heads, rows } = of;
  const name = nameIn(heads);
  return (
    <table className={styles.report} data-sheet>
      <thead>
        <tr>
          {heads.map((head, at) => (
            <th key={at} scope="col" {...kindOf(head, at, heads)}>
              {head.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, n) => (
          <tr key={n} data-row={row.as}>
            {heads.map((head, at) =>
              at === name ? (
                <th key={at} scope="row">
                  <Cell of={row} at={at} sheet={of} isName />
                </th>
              ) : (
                <td key={at} {...kindOf(head, at, heads)}>
                  <Cell of={row} at={at} sheet={of} />
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const nameIn = (heads: readonly Head[]) => heads.findIndex(({ as }) => as === "text");

/** On a phone a row is its name and its last figure of the time that is asked about. */
const kindOf = ({ as }: Head, at: number, heads: readonly Head[]) => ({
  "data-figure": as === "money" || undefined,
  "data-wide":
    at !== nameIn(heads) && at !== heads.findLastIndex(({ isCompared }) => !isCompared)
      ? true
      : undefined,
});

function Cell({
  of,
  at,
  sheet,
  isName = false,
}: {
  of: Row;
  at: number;
  sheet: Sheet;
  isName?: boolean;
}) {
  const calendar = useCalendar();
  const cell = of.cells[at] ?? null;
  if (cell === null) return null;
  if (typeof cell === "number") return <Amount minor={cell} currency={sheet.currency} />;
  const as = sheet.heads[at]?.as;
  if (as === "day") return dateText(cell, calendar);
  if (as === "code") return <code>{cell}</code>;
  return isName && of.to !== null ? <Link to={of.to}>{cell || "–"}</Link> : cell;
}
