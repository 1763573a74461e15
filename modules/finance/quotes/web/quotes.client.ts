import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { quotes } from "../quotes.contract.ts";

export const quotesApi = client(quotes);
export type QuoteRow = Received<typeof quotes.list>["rows"][number];
export type Quote = Received<typeof quotes.get>;

const TOPIC = "finance.quotes";

export const useQuote = (id: string) =>
  useQuery({
    queryKey: [TOPIC, id],
    queryFn: ({ signal }) => quotesApi.get({ id }, signal),
  });

export const refreshQuotes = (): void => {
  void refresh(TOPIC);
};
