import type { ModulePages } from "#ui/pages.ts";

export const financePages: ModulePages = {
  pages: [
    {
      path: "/books",
      load: async () => (await import("./books/web/BooksPage.tsx")).BooksPage,
    },
    {
      path: "/books/profit-and-loss",
      load: async () => (await import("./statements/web/ProfitPage.tsx")).ProfitPage,
    },
    {
      path: "/books/profit-by",
      load: async () => (await import("./reports/web/ReportPages.tsx")).ProfitByPage,
    },
    {
      path: "/books/balance-sheet",
      load: async () => (await import("./statements/web/BalancePage.tsx")).BalancePage,
    },
    {
      path: "/books/trial-balance",
      load: async () => (await import("./statements/web/TrialPage.tsx")).TrialPage,
    },
    {
      path: "/books/cash-flow",
      load: async () => (await import("./reports/web/ReportPages.tsx")).CashFlowPage,
    },
    {
      path: "/books/general-ledger",
      load: async () => (await import("./reports/web/ReportPages.tsx")).LedgerPage,
    },
    {
      path: "/books/receivables",
      load: async () => (await import("./reports/web/ReportPages.tsx")).ReceivablesPage,
    },
    {
      path: "/books/payables",
      load: async () => (await import("./reports/web/ReportPages.tsx")).PayablesPage,
    },
    {
      path: "/books/tax",
      load: async () => (await import("./reports/web/ReportPages.tsx")).TaxPage,
    },
    {
      path: "/books/revaluation",
      load: async () => (await import("./revaluations/web/RevaluationPage.tsx")).RevaluationPage,
    },
    {
      path: "/books/rates",
      load: async () => (await import("./rates/web/RatesPage.tsx")).RatesPage,
    },
    {
      path: "/books/health",
      load: async () => (await import("./statements/web/HealthPage.tsx")).HealthPage,
    },
    {
      path: "/books/periods",
      load: async () => (await import("./periods/web/PeriodsPage.tsx")).PeriodsPage,
    },
    {
      path: "/bank",
      load: async () => (await import("./bank/web/BankPage.tsx")).BankPage,
    },
    {
      path: "/chart",
      load: async () => (await import("./chart/web/ChartPage.tsx")).ChartPage,
    },
    {
      path: "/journals",
      load: async () => (await import("./journals/web/JournalsPage.tsx")).JournalsPage,
    },
    {
      path: "/journals/new",
      load: async () => (await import("./journals/web/JournalEditor.tsx")).JournalEditor,
    },
    {
      path: "/journals/$entryId",
      load: async () => (await import("./journals/web/JournalPage.tsx")).JournalPage,
    },
    {
      path: "/invoices",
      load: async () => (await import("./invoices/web/InvoicesPage.tsx")).InvoicesPage,
    },
    {
      path: "/invoices/new",
      load: async () => (await import("./invoices/web/InvoiceEditor.tsx")).NewInvoicePage,
    },
    {
      path: "/invoices/$invoiceId",
      load: async () => (await import("./invoices/web/InvoicePage.tsx")).InvoicePage,
    },
    {
      path: "/invoices/$invoiceId/edit",
      load: async () => (await import("./invoices/web/InvoiceEditor.tsx")).EditInvoicePage,
    },
    {
      path: "/bills",
      load: async () => (await import("./bills/web/BillsPage.tsx")).BillsPage,
    },
    {
      path: "/bills/new",
      load: async () => (await import("./bills/web/BillEditor.tsx")).NewBillPage,
    },
    {
      path: "/bills/$billId",
      load: async () => (await import("./bills/web/BillPage.tsx")).BillPage,
    },
    {
      path: "/bills/$billId/edit",
      load: async () => (await import("./bills/web/BillEditor.tsx")).EditBillPage,
    },
    {
      path: "/payments-out/$disbursementId",
      load: async () => (await import("./disbursements/web/DisbursementPage.tsx")).DisbursementPage,
    },
    {
      path: "/payments-in",
      load: async () => (await import("./receipts/web/ReceiptsPage.tsx")).ReceiptsPage,
    },
    {
      path: "/suppliers",
      load: async () => (await import("./suppliers/web/SuppliersPage.tsx")).SuppliersPage,
    },
    {
      path: "/suppliers/new",
      load: async () => (await import("./suppliers/web/SupplierEditor.tsx")).NewSupplierPage,
    },
    {
      path: "/suppliers/$supplierId",
      load: async () => (await import("./suppliers/web/SupplierPage.tsx")).SupplierPage,
    },
    {
      path: "/suppliers/$supplierId/edit",
      load: async () => (await import("./suppliers/web/SupplierEditor.tsx")).EditSupplierPage,
    },
    {
      path: "/quotes",
      load: async () => (await import("./quotes/web/QuotesPage.tsx")).QuotesPage,
    },
    {
      path: "/quotes/new",
      load: async () => (await import("./quotes/web/QuoteEditor.tsx")).NewQuotePage,
    },
    {
      path: "/quotes/$quoteId",
      load: async () => (await import("./quotes/web/QuotePage.tsx")).QuotePage,
    },
    {
      path: "/quotes/$quoteId/edit",
      load: async () => (await import("./quotes/web/QuoteEditor.tsx")).EditQuotePage,
    },
    {
      path: "/recurring",
      load: async () => (await import("./recurring/web/RecurringListPage.tsx")).RecurringListPage,
    },
    {
      path: "/recurring/new",
      load: async () => (await import("./recurring/web/RecurringEditor.tsx")).NewRecurringPage,
    },
    {
      path: "/recurring/$recurringId",
      load: async () => (await import("./recurring/web/RecurringPage.tsx")).RecurringPage,
    },
    {
      path: "/recurring/$recurringId/edit",
      load: async () => (await import("./recurring/web/RecurringEditor.tsx")).EditRecurringPage,
    },
    {
      path: "/customers/$customerId/statement",
      load: async () =>
        (await import("./customer-statements/web/CustomerStatementPage.tsx")).CustomerStatementPage,
    },
    {
      path: "/settings/letterhead",
      load: async () => (await import("./letterheads/web/LetterheadPage.tsx")).LetterheadPage,
    },
    {
      path: "/settings/reminders",
      load: async () => (await import("./reminders/web/RemindersPage.tsx")).RemindersPage,
    },
    {
      path: "/settings/taxes",
      load: async () => (await import("./taxes/web/TaxesPage.tsx")).TaxesPage,
    },
  ],
};
