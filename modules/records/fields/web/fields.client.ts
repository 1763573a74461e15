import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { client, type Received, type Sent } from "#ui/api.ts";
import { useSession } from "#ui/session.tsx";
import { recordFields } from "../fields.contract.ts";

export const fieldsApi = client(recordFields);
export type OwnField = Received<typeof recordFields.get>;
export type OwnType = OwnField["type"];
export type OwnChoice = OwnField["choices"][number];
export type NewField = Sent<typeof recordFields.create>;

/** Values of a record by key, as the API shows them. */
export type OwnValues = Readonly<Record<string, unknown>>;

const TOPIC = "records.fields";

/** All fields of a type, the retired ones too. */
export const useFieldsOf = (type: OwnType) =>
  useQuery({
    queryKey: [TOPIC, type],
    queryFn: ({ signal }) => fieldsApi.list({ type }, signal),
    staleTime: 60_000,
  });

export const useField = (id: string) =>
  useQuery({
    queryKey: [TOPIC, "one", id],
    queryFn: ({ signal }) => fieldsApi.get({ id }, signal),
  });

export const useUsage = (type: OwnType) =>
  useQuery({
    queryKey: [TOPIC, "usage", type],
    queryFn: ({ signal }) => fieldsApi.usage({ type }, signal),
  });

/** Those that are offered on records, with what a role does not see told apart. */
export function useOwnFields(type: OwnType): readonly OwnField[] {
  const { data } = useFieldsOf(type);
  return useMemo(() => data?.fields.filter(({ retiredAt }) => retiredAt === null) ?? [], [data]);
}

/** Whether the person sees a field's values as they are. */
export function useSees(): (field: Pick<OwnField, "class">) => boolean {
  const unseen = useSession()?.unseen ?? [];
  return (field) => !unseen.includes(field.class);
}

/** What a record is called, by its shown id; undefined while it is asked, null where there is nothing to see. */
export function useTitle(id: string | null): string | null | undefined {
  const { data } = useQuery({
    queryKey: [TOPIC, "titles", id],
    queryFn: ({ signal }) => fieldsApi.titles({ ids: id ?? "" }, signal),
    enabled: id !== null,
    staleTime: 60_000,
  });
  return data === undefined || id === null ? undefined : (data.titles[id] ?? null);
}
