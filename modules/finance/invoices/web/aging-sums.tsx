import { Figures } from "#ui/figures.tsx";
import { ListSums } from "#ui/list/list-sums.tsx";
import { Money } from "#ui/money.tsx";
import type { Aging } from "../invoices.contract.ts";

const AGES = [
  ["notDue", "notDueMinor"],
  ["to30", "to30Minor"],
  ["to60", "to60Minor"],
  ["to90", "to90Minor"],
  ["older", "olderMinor"],
] as const;
type Props = {
  of: readonly Aging[];
  /** What each age is called where it stands: each list has words of its own. */
  label: (age: (typeof AGES)[number][0]) => string;
};

/** What is open, by how late it is; where there are several currencies, each in a row. */
export function AgingSums({ of, label }: Props) {
  if (of.length === 0) return null;
  return (
    <ListSums>
      {of.map((aging) => (
        <Figures
          key={aging.currency}
          small
          of={AGES.map(([age, minor]) => ({
            label: label(age),
            value: <Money minor={aging[minor]} currency={aging.currency} />,
          }))}
        />
      ))}
    </ListSums>
  );
}
