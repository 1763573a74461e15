import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { backups } from "../backups.contract.ts";

export const backupsApi = client(backups);
export type BackupList = Received<typeof backups.list>;
export type Backup = BackupList["rows"][number];

export const useBackups = () =>
  useQuery({
    queryKey: ["companies.backups"],
    queryFn: ({ signal }) => backupsApi.list({}, signal),
  });
export type Return = NonNullable<BackupList["lastReturn"]>;
