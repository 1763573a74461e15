import { serve } from "#platform/actions/serve.ts";
import {
  balanceSheet,
  booksHealth,
  generalLedger,
  getDimensions,
  plainJournal,
  profitAndLoss,
  trialBalance,
} from "./statements.actions.ts";
import { statements } from "./statements.contract.ts";

export const statementRoutes = serve(statements, {
  trialBalance,
  profitAndLoss,
  balanceSheet,
  generalLedger,
  dimensions: getDimensions,
  plain: plainJournal,
  health: booksHealth,
});
