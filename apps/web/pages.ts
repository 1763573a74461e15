import { accountPages } from "#modules/accounts/accounts.pages.ts";
import { billingPages } from "#modules/billing/billing.pages.ts";
import { catalogPages } from "#modules/catalog/catalog.pages.ts";
import { companyPages } from "#modules/companies/companies.pages.ts";
import { connectPages } from "#modules/connect/connect.pages.ts";
import { crmPages } from "#modules/crm/crm.pages.ts";
import { financePages } from "#modules/finance/finance.pages.ts";
import { insightsPages } from "#modules/insights/insights.pages.ts";
import { recordPages } from "#modules/records/records.pages.ts";
import { salesPages } from "#modules/sales/sales.pages.ts";
import { trustPages } from "#modules/trust/trust.pages.ts";
import type { ModulePages } from "#ui/pages.ts";

const modules: readonly ModulePages[] = [
  accountPages,
  companyPages,
  billingPages,
  insightsPages,
  crmPages,
  salesPages,
  catalogPages,
  financePages,
  connectPages,
  recordPages,
  trustPages,
];

/** Everything the modules bring to the web. */
export const pages = modules.flatMap((module) => module.pages);
export const searches = modules.flatMap((module) => module.searches ?? []);
export const needsYou = modules.flatMap((module) => module.needsYou ?? []);
