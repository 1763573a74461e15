import { z } from "zod";
import { done, get, id, instant, post } from "#kernel/contract.ts";
import { RoleRef } from "./members.contract.ts";

const CompanyId = id("company");

const text = (max: number) => z.string().trim().min(1, "field.required").max(max);
const at = "/api/companies/memberships";
/** A person's own companies, whichever one the session works for. */
export const memberships = {
  list: get(
    at,
    z.object({}),
    z.object({
      rows: z.array(
        z.object({
          id: CompanyId,
          name: z.string(),
          role: RoleRef,
          roleName: z.string().nullable(),
          /** Whether this session works for it. */
          isCurrent: z.boolean(),
          /** An Admin closed the company to them. */
          whyNotOpen: z.string().nullable(),
          whyNotLeave: z.string().nullable(),
        }),
      ),
      /** Where the person belonged in the last 30 days, newest first. */
      departed: z.array(
        z.object({ name: z.string(), how: z.enum(["left", "removed"]), at: instant() }),
      ),
    }),
  ),
  /** This session works for another of the person's companies from now on. */
  switch: post(`${at}/:id/switch`, z.object({ id: CompanyId }), done),
  leave: post(`${at}/:id/leave`, z.object({ id: CompanyId }), done),
  /** A further company, with the person as its Admin. The session goes on there. */
  create: post(
    at,
    z.object({
      name: text(200),
      country: z.string().regex(/^[A-Z]{2}$/, "country.unknown"),
      zone: text(60),
      currency: z.string().regex(/^[A-Z]{3}$/, "currency.unknown"),
      region: text(60),
    }),
    z.object({ id: CompanyId }),
  ),
};
