import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { customerStatements } from "../customer-statements.contract.ts";

export const customerStatementsApi = client(customerStatements);
export type CustomerStatement = Received<typeof customerStatements.get>;

/** Whatever is issued, paid or sent changes it. */
export const useCustomerStatement = (
  id: string,
  from: string,
  to: string,
  currency: string | null,
) =>
  useQuery({
    queryKey: ["finance.sendings", "statement", id, from, to, currency],
    queryFn: ({ signal }) =>
      customerStatementsApi.get({ id, from, to, ...(currency && { currency }) }, signal),
    placeholderData: keepPreviousData,
  });
