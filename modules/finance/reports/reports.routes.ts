import { serve } from "#platform/actions/serve.ts";
import { getReport, getReportFile } from "./reports.actions.ts";
import { reports } from "./reports.contract.ts";

export const reportRoutes = serve(reports, { get: getReport, file: getReportFile });
