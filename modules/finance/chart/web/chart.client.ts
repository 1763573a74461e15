import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { chart } from "../chart.contract.ts";

export const chartApi = client(chart);
export type ChartList = Received<typeof chart.list>;
export type LedgerAccount = ChartList["accounts"][number];

export const useChart = (archived: "with" | "without" = "without") =>
  useQuery({
    queryKey: ["finance.chart", archived],
    queryFn: ({ signal }) => chartApi.list({ archived }, signal),
  });

export const refreshChart = () => refresh("finance.chart");

export type Branch = LedgerAccount & { readonly depth: number };

/** Each account under the group it stands in, in the order of their codes. */
export function branchesOf(accounts: readonly LedgerAccount[]): Branch[] {
  const known = new Set(accounts.map(({ id }) => id));
  const under = Map.groupBy(accounts, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : null,
  );
  const branches: Branch[] = [];
  const walk = (parentId: string | null, depth: number) => {
    for (const account of under.get(parentId) ?? []) {
      branches.push({ ...account, depth });
      walk(account.id, depth + 1);
    }
  };
  walk(null, 0);
  return branches;
}
