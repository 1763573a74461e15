import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { bank } from "../bank.contract.ts";

export const bankApi = client(bank);
export type BankAccount = Received<typeof bank.accounts>["accounts"][number];
export type BankLine = Received<typeof bank.match>;
export type Suggestion = Received<typeof bank.suggestions>["suggestions"][number];
export type Asked = Sent<typeof bank.match>["match"];
export type Mapping = NonNullable<Sent<typeof bank.import>["mapping"]>;
export type Columns = Extract<Received<typeof bank.import>, { outcome: "columns" }>;
export type Reconciliation = Received<typeof bank.reconciliation>;
export type Standing = "open" | "matched" | "all";

const TOPIC = "finance.bank";

export const useBank = () =>
  useQuery({
    queryKey: [TOPIC, "accounts"],
    queryFn: ({ signal }) => bankApi.accounts({}, signal),
  });

export const useBankLines = (account: string, standing: Standing) =>
  useInfiniteQuery({
    queryKey: [TOPIC, "lines", account, standing],
    queryFn: ({ pageParam, signal }) =>
      bankApi.lines(
        { account, standing, ...(pageParam === null ? {} : { after: pageParam }) },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

export const useSuggestions = (id: string) =>
  useQuery({
    queryKey: [TOPIC, "suggestions", id],
    queryFn: ({ signal }) => bankApi.suggestions({ id }, signal),
  });

export const useReconciliation = (account: string, on: string) =>
  useQuery({
    queryKey: [TOPIC, "reconciliation", account, on],
    queryFn: ({ signal }) => bankApi.reconciliation({ account, on }, signal),
    placeholderData: keepPreviousData,
  });

/** What a match posts changes invoices and every statement. */
export const refreshBank = () =>
  refresh(TOPIC, "finance.invoices", "finance.chart", "finance.statements", "finance.journals");
