import { useQuery } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { useMay } from "#ui/session.tsx";
import type { RecordTypeName } from "../../types/types.contract.ts";
import { recordBulk } from "../bulk.contract.ts";

export const bulkApi = client(recordBulk);
export type Bulk = Received<typeof recordBulk.get>;
export type NewBulk = Sent<typeof recordBulk.start>;

const EACH_MS = 1000;
const isUnderway = (run: Bulk | undefined): boolean =>
  run?.state === "running" || run?.state === "undoing";

/** The latest of one's deeds on such records; asked again while it runs. */
export function useLatestBulk(type: RecordTypeName): Bulk | undefined {
  const may = useMay("records.bulk.read");
  const { data } = useQuery({
    queryKey: ["records.bulk", "list", type],
    queryFn: ({ signal }) => bulkApi.list({ type }, signal),
    enabled: may,
    refetchInterval: ({ state }) => (isUnderway(state.data?.runs[0]) ? EACH_MS : false),
  });
  return data?.runs[0];
}
