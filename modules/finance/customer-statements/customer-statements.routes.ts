import { serve } from "#platform/actions/serve.ts";
import {
  getCustomerStatement,
  getCustomerStatementPdf,
  sendCustomerStatement,
} from "./customer-statements.actions.ts";
import { customerStatements } from "./customer-statements.contract.ts";

export const customerStatementRoutes = serve(customerStatements, {
  get: getCustomerStatement,
  pdf: getCustomerStatementPdf,
  send: sendCustomerStatement,
});
