import { serve } from "#platform/actions/serve.ts";
import {
  answerQuote,
  changeQuote,
  countListedQuotes,
  createQuote,
  discardQuote,
  getQuote,
  getQuotePdf,
  invoiceQuote,
  issueQuote,
  listQuotes,
  restoreQuote,
} from "./quotes.actions.ts";
import { quotes } from "./quotes.contract.ts";

export const quoteRoutes = serve(quotes, {
  list: listQuotes,
  count: countListedQuotes,
  get: getQuote,
  create: createQuote,
  change: changeQuote,
  discard: discardQuote,
  restore: restoreQuote,
  issue: issueQuote,
  answer: answerQuote,
  invoice: invoiceQuote,
  pdf: getQuotePdf,
});
