import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { trash } from "../trash.contract.ts";

export const trashApi = client(trash);
export type TrashRow = Received<typeof trash.list>["rows"][number];
export type Conflict = Received<typeof trash.restore>["conflicts"][number];

export const useTrashed = (record: string) =>
  useQuery({
    queryKey: ["records.trash", "one", record],
    queryFn: ({ signal }) => trashApi.get({ record }, signal),
  });

/** Wherever a record was, it is looked for again. */
export const refreshAll = (): Promise<void> =>
  refresh(
    ...["records.trash", "records.timeline", "crm.customers", "sales.orders"],
    ...["sales.subscriptions", "catalog.products", "insights.home"],
    ...["connect.connections", "connect.deliveries"],
  );
