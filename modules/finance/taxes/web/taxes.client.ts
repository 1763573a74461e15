import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { taxes } from "../taxes.contract.ts";

export const taxesApi = client(taxes);
export type TaxCode = Received<typeof taxes.create>;

const TOPIC = "finance.taxes";

/** All of them, the archived too: a company has some dozen. */
export const useTaxes = () =>
  useQuery({
    queryKey: [TOPIC],
    queryFn: ({ signal }) => taxesApi.list({ archived: "with" }, signal),
    staleTime: 60_000,
  });

export const refreshTaxes = () => refresh(TOPIC);
