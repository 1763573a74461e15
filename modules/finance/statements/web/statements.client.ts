import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { statements } from "../statements.contract.ts";

const api = client(statements);
export type ProfitAndLoss = Received<typeof statements.profitAndLoss>;
export type BalanceSheet = Received<typeof statements.balanceSheet>;
export type TrialBalance = Received<typeof statements.trialBalance>;
export type BooksHealth = Received<typeof statements.health>;
export type Comparing = "none" | "before" | "year";
type Span = { readonly from: string; readonly to: string };
/** A channel or a store alone. */
export type Within = { readonly channel?: string; readonly store?: string };

const TOPIC = "finance.statements";

export const useProfit = (span: Span & Within, compare: Comparing) =>
  useQuery({
    queryKey: [TOPIC, "profit", span, compare],
    queryFn: ({ signal }) => api.profitAndLoss({ ...span, compare }, signal),
    placeholderData: keepPreviousData,
  });

export const useBalance = (on: string, compare: Comparing, within: Within) =>
  useQuery({
    queryKey: [TOPIC, "balance", on, compare, within],
    queryFn: ({ signal }) => api.balanceSheet({ on, compare, ...within }, signal),
    placeholderData: keepPreviousData,
  });

export const useTrial = (span: Span & Within) =>
  useQuery({
    queryKey: [TOPIC, "trial", span],
    queryFn: ({ signal }) => api.trialBalance(span, signal),
    placeholderData: keepPreviousData,
  });

/** Channels and stores that lines can be looked at by. */
export const useDimensions = () =>
  useQuery({
    queryKey: [TOPIC, "dimensions"],
    queryFn: ({ signal }) => api.dimensions({}, signal),
    staleTime: 60_000,
  });

export const useHealth = () =>
  useQuery({
    queryKey: [TOPIC, "health"],
    queryFn: ({ signal }) => api.health({}, signal),
    staleTime: 0,
  });
