import { useQuery } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { recordExports } from "../exports.contract.ts";

export const exportsApi = client(recordExports);
export type Export = Received<typeof recordExports.get>;
export type NewExport = Sent<typeof recordExports.start>;

export const useExported = (id: string) =>
  useQuery({
    queryKey: ["records.exports", id],
    queryFn: ({ signal }) => exportsApi.get({ id }, signal),
  });

/** The browser fetches it itself: the address opens the file once. */
export async function fetchFile(id: string): Promise<void> {
  const { url } = await exportsApi.link({ id });
  location.assign(url);
}
