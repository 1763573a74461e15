import { z } from "zod";
import { get, id, instant, patch } from "#kernel/contract.ts";

export const CompanyId = id("company");
export type CompanyId = z.output<typeof CompanyId>;

export const Company = z.object({
  id: CompanyId,
  name: z.string(),
  country: z.string(),
  zone: z.string(),
  currency: z.string(),
  /** Fixed when the company was made. */
  region: z.string(),
  regionName: z.string(),
  phone: z.string().nullable(),
  createdAt: instant(),
  version: z.int(),
});
export type Company = z.output<typeof Company>;

const text = (max: number) => z.string().trim().max(max);
const at = "/api/companies/company";
export const companies = {
  get: get(at, z.object({}), Company),
  change: patch(
    at,
    z.object({
      version: z.int(),
      name: text(200).min(1, "field.required").optional(),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, "country.unknown")
        .optional(),
      zone: text(60).optional(),
      /** Only while no order counts yet (companies.company.has_sales): figures of one currency cannot become another's. */
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, "currency.unknown")
        .optional(),
      phone: text(40).nullable().optional(),
    }),
    Company,
  ),
};
