import { serve } from "#platform/actions/serve.ts";
import {
  balanceSheet,
  booksHealth,
  generalLedger,
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
  plain: plainJournal,
  health: booksHealth,
});
