import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { disbursements } from "../../disbursements/disbursements.contract.ts";
import { suppliers } from "../suppliers.contract.ts";

export const suppliersApi = client(suppliers);
export const disbursementsApi = client(disbursements);
export type SupplierRow = Received<typeof suppliers.list>["rows"][number];
export type Supplier = Received<typeof suppliers.get>;
export type Disbursement = Received<typeof disbursements.get>;

const TOPIC = "finance.suppliers";

export const useSupplier = (id: string) =>
  useQuery({
    queryKey: [TOPIC, id],
    // Nobody is chosen yet.
    enabled: id !== "",
    queryFn: ({ signal }) => suppliersApi.get({ id }, signal),
  });

/** To choose from: those whose name begins or goes on as it is typed. */
export const useFoundSuppliers = (search: string) =>
  useQuery({
    queryKey: [TOPIC, "find", search],
    queryFn: ({ signal }) =>
      suppliersApi.list({ limit: 50, ...(search === "" ? {} : { search }) }, signal),
    placeholderData: (before) => before,
  });

export const useDisbursements = (supplier: string) =>
  useQuery({
    queryKey: ["finance.disbursements", supplier],
    queryFn: ({ signal }) => disbursementsApi.list({ supplier, limit: 50 }, signal),
  });

/** What moves when something is bought or paid. */
export const refreshPurchases = () =>
  refresh(
    ...["finance.bills", TOPIC, "finance.disbursements", "finance.journals"],
    ...["finance.chart", "finance.statements", "finance.bank"],
  );
