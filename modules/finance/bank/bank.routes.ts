import { serve } from "#platform/actions/serve.ts";
import { importBankFile, listBankAccounts, listBankLines, undoBankImport } from "./bank.actions.ts";
import { bank } from "./bank.contract.ts";
import { matchAllSure, matchBankLine, suggestMatches, undoBankMatch } from "./matching.actions.ts";
import { getReconciliation, reconcileBank, undoReconciliation } from "./reconciling.actions.ts";

export const bankRoutes = serve(bank, {
  accounts: listBankAccounts,
  lines: listBankLines,
  import: importBankFile,
  undoImport: undoBankImport,
  suggestions: suggestMatches,
  match: matchBankLine,
  undo: undoBankMatch,
  matchAll: matchAllSure,
  reconciliation: getReconciliation,
  reconcile: reconcileBank,
  undoReconciliation,
});
