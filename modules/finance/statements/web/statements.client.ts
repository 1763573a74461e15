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

const TOPIC = "finance.statements";

export const useProfit = (span: Span, compare: Comparing) =>
  useQuery({
    queryKey: [TOPIC, "profit", span, compare],
    queryFn: ({ signal }) => api.profitAndLoss({ ...span, compare }, signal),
    placeholderData: keepPreviousData,
  });

export const useBalance = (on: string, compare: Comparing) =>
  useQuery({
    queryKey: [TOPIC, "balance", on, compare],
    queryFn: ({ signal }) => api.balanceSheet({ on, compare }, signal),
    placeholderData: keepPreviousData,
  });

export const useTrial = (span: Span) =>
  useQuery({
    queryKey: [TOPIC, "trial", span],
    queryFn: ({ signal }) => api.trialBalance(span, signal),
    placeholderData: keepPreviousData,
  });

export const useHealth = () =>
  useQuery({
    queryKey: [TOPIC, "health"],
    queryFn: ({ signal }) => api.health({}, signal),
    staleTime: 0,
  });
