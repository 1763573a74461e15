import { serve } from "#platform/actions/serve.ts";
import { changeCompany, getCompany } from "./companies.actions.ts";
import { companies } from "./companies.contract.ts";

export const companyRoutes = serve(companies, { get: getCompany, change: changeCompany });
