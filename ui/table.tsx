// biome-ignore-all lint/suspicious/noArrayIndexKey: columns and sums stay in their places.
import type { ReactNode } from "react";
import { Link } from "./link.tsx";
import styles from "./table.module.css";

export type TableColumn<Row> = {
  label: ReactNode;
  cell: (row: Row) => ReactNode;
  /** name 500, number right, quiet muted. */
  kind?: "name" | "number" | "quiet";
  /** On a phone the first and last column stay, `under` moves beneath the name and a second one beneath the last, the rest goes. */
  phone?: "under" | "hide";
};

type Props<Row> = {
  /** What the rows are, for a screen reader. */
  label: string;
  rows: readonly Row[];
  columns: readonly TableColumn<Row>[];
  keyOf: (row: Row) => string;
  /** Where a row leads; its first cell is then the link. */
  to?: (row: Row) => string | null;
  /** Sums under the rows: label and figure, the last one is the total. */
  sums?: readonly { label: ReactNode; value: ReactNode; isTotal?: boolean }[];
};

/** Related rows on a page: rules between them, none around. For a list of records use List. */
export function Table<Row>({ label, rows, columns, keyOf, to, sums = [] }: Props<Row>) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column, at) => (
            <th key={at} scope="col" data-kind={column.kind}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const place = to?.(row) ?? null;
          return (
            <tr key={keyOf(row)} data-link={place !== null || undefined}>
              {columns.map((column, at) => (
                <td
                  key={at}
                  data-kind={column.kind}
                  data-phone={phoneOf(column, at, columns.length)}
                >
                  {at === 0 && place !== null ? (
                    <Link to={place}>{column.cell(row)}</Link>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
      {sums.length > 0 && (
        <tfoot>
          {sums.map((sum, at) => (
            <tr key={at} data-total={sum.isTotal || undefined}>
              <td colSpan={columns.length - 1}>{sum.label}</td>
              <td data-kind="number">{sum.value}</td>
            </tr>
          ))}
        </tfoot>
      )}
    </table>
  );
}

const phoneOf = (column: { phone?: string }, at: number, count: number) =>
  column.phone ?? (at === 0 ? "first" : at === count - 1 ? "last" : "hide");
