import type { Action } from "#platform/actions/action.ts";
import { PLATFORM_SEALED, type SealedColumn } from "#platform/crypto/sealed-columns.ts";
import type { HookDoor } from "#platform/http/hooks.ts";
import type { RawDoor } from "#platform/http/raw.ts";
import { evenIfCancelled, type Job } from "#platform/jobs/jobs.ts";
import type { Keeper } from "#platform/privacy/keeper.ts";
import type { FiledTable } from "#platform/takeout/filing.ts";
import { accountRoutes } from "./accounts/accounts/accounts.routes.ts";
import { accountClosingRoutes } from "./accounts/closing/closing.routes.ts";
import { emailRoutes } from "./accounts/emails/emails.routes.ts";
import { factorRoutes } from "./accounts/factors/factors.routes.ts";
import { sealedFactors } from "./accounts/factors/sealed.ts";
import { sessionRoutes } from "./accounts/sessions/sessions.routes.ts";
import { billingRoutes } from "./billing/billing/billing.routes.ts";
import type { Meters } from "./billing/billing/meters.ts";
import { stripeDoor } from "./billing/stripe/door.ts";
import { productBulk } from "./catalog/products/bulk.ts";
import { productExporter } from "./catalog/products/exports.ts";
import { productType } from "./catalog/products/fields.ts";
import { productImporter } from "./catalog/products/imports.ts";
import { changeProduct } from "./catalog/products/products.actions.ts";
import { productRoutes } from "./catalog/products/products.routes.ts";
import { productBin } from "./catalog/products/trash.ts";
import type { Adopting } from "./companies/adoptions/adoptions.ts";
import { backupRoutes } from "./companies/backups/backups.routes.ts";
import { sealedBackupKeys } from "./companies/backups/keys.ts";
import { companyRoutes } from "./companies/companies/companies.routes.ts";
import { endingJobs } from "./companies/endings/endings.jobs.ts";
import { endingDoors, endingRoutes } from "./companies/endings/endings.routes.ts";
import { keyRoutes } from "./companies/keys/keys.routes.ts";
import { memberRoutes } from "./companies/members/members.routes.ts";
import { membersMeter } from "./companies/members/meter.ts";
import { roleRoutes } from "./companies/roles/roles.routes.ts";
import { takeoutDoors, takeoutRoutes } from "./companies/takeouts/takeouts.routes.ts";
import { registerAddresses } from "./connect/connections/adopting.ts";
import { connectionJobs } from "./connect/connections/connections.jobs.ts";
import { connectionRoutes } from "./connect/connections/connections.routes.ts";
import { sealedSecrets } from "./connect/connections/secrets.ts";
import { connectionBin } from "./connect/connections/trash.ts";
import { sealedBatches } from "./connect/deliveries/batches.ts";
import { deliveryJobs } from "./connect/deliveries/deliveries.jobs.ts";
import { deliveryDoor, deliveryRoutes } from "./connect/deliveries/deliveries.routes.ts";
import { sealedBodies } from "./connect/deliveries/packing.ts";
import { deliveryKeeper } from "./connect/deliveries/person.ts";
import { deliveriesOfTrashed } from "./connect/deliveries/trash.ts";
import { sampleJobs } from "./connect/sample/sample.jobs.ts";
import { sampleRoutes } from "./connect/sample/sample.routes.ts";
import { consentRoutes } from "./crm/consents/consents.routes.ts";
import { consentKeeper } from "./crm/consents/person.ts";
import { customerBulk } from "./crm/customers/bulk.ts";
import { contactRoutes } from "./crm/customers/contacts.routes.ts";
import { changeCustomer } from "./crm/customers/customers.actions.ts";
import { customerRoutes } from "./crm/customers/customers.routes.ts";
import { customerExporter } from "./crm/customers/exports.ts";
import { customerType } from "./crm/customers/fields.ts";
import { customerImporter } from "./crm/customers/imports.ts";
import { mergingJobs } from "./crm/customers/merging.jobs.ts";
import { mergingRoutes } from "./crm/customers/merging.routes.ts";
import { customersMeter } from "./crm/customers/meter.ts";
import { customerKeeper } from "./crm/customers/person.ts";
import { customerBin } from "./crm/customers/trash.ts";
import { duplicateJobs } from "./crm/duplicates/duplicates.jobs.ts";
import { duplicateRoutes } from "./crm/duplicates/duplicates.routes.ts";
import { duplicateKeeper } from "./crm/duplicates/person.ts";
import { requestKeeper } from "./crm/requests/keeping.ts";
import { requestJobs } from "./crm/requests/requests.jobs.ts";
import { requestRoutes } from "./crm/requests/requests.routes.ts";
import { bankRoutes } from "./finance/bank/bank.routes.ts";
import { billRoutes } from "./finance/bills/bills.routes.ts";
import { billBin } from "./finance/bills/trash.ts";
import { bookRoutes } from "./finance/books/books.routes.ts";
import { chartRoutes } from "./finance/chart/chart.routes.ts";
import { closingRoutes } from "./finance/closings/closings.routes.ts";
import { customerStatementRoutes } from "./finance/customer-statements/customer-statements.routes.ts";
import { enclosedStatement } from "./finance/customer-statements/enclosing.ts";
import { disbursementRoutes } from "./finance/disbursements/disbursements.routes.ts";
import { invoiceCarried } from "./finance/invoices/carried.ts";
import { invoiceRoutes } from "./finance/invoices/invoices.routes.ts";
import { invoicesOfMerged } from "./finance/invoices/merging.ts";
import { invoiceKeeper } from "./finance/invoices/person.ts";
import { invoiceBin } from "./finance/invoices/trash.ts";
import { journalRoutes } from "./finance/journals/journals.routes.ts";
import { letterheadRoutes } from "./finance/letterheads/letterheads.routes.ts";
import type { Carried } from "./finance/links/carried.ts";
import { linkDoors, linkRoutes } from "./finance/links/links.routes.ts";
import { linkKeeper } from "./finance/links/person.ts";
import { periodRoutes } from "./finance/periods/periods.routes.ts";
import { quoteCarried } from "./finance/quotes/carried.ts";
import { quoteKeeper, quotesOfMerged } from "./finance/quotes/person.ts";
import { quoteJobs } from "./finance/quotes/quotes.jobs.ts";
import { quoteRoutes } from "./finance/quotes/quotes.routes.ts";
import { rateRoutes } from "./finance/rates/rates.routes.ts";
import { receiptRoutes } from "./finance/receipts/receipts.routes.ts";
import { recurringKeeper, recurringOfMerged } from "./finance/recurring/person.ts";
import { recurringJobs } from "./finance/recurring/recurring.jobs.ts";
import { recurringRoutes } from "./finance/recurring/recurring.routes.ts";
import { reminderJobs } from "./finance/reminders/reminders.jobs.ts";
import { reminderRoutes } from "./finance/reminders/reminders.routes.ts";
import { reportRoutes } from "./finance/reports/reports.routes.ts";
import { revaluationRoutes } from "./finance/revaluations/revaluations.routes.ts";
import { sendingKeeper } from "./finance/sendings/person.ts";
import { sendingJobs } from "./finance/sendings/sendings.jobs.ts";
import { sendingRoutes } from "./finance/sendings/sendings.routes.ts";
import { inspectBooks } from "./finance/statements/nightly.ts";
import { statementRoutes } from "./finance/statements/statements.routes.ts";
import { supplierRefundRoutes } from "./finance/supplier-refunds/supplier-refunds.routes.ts";
import { supplierKeeper } from "./finance/suppliers/person.ts";
import { supplierRoutes } from "./finance/suppliers/suppliers.routes.ts";
import { sealedSuppliers } from "./finance/suppliers/suppliers.ts";
import { supplierBin } from "./finance/suppliers/trash.ts";
import { taxRoutes } from "./finance/taxes/taxes.routes.ts";
import { writeOffRoutes } from "./finance/write-offs/write-offs.routes.ts";
import { homeRoutes } from "./insights/home/home.routes.ts";
import { attachmentJobs } from "./records/attachments/attachments.jobs.ts";
import { attachmentDoors, attachmentRoutes } from "./records/attachments/attachments.routes.ts";
import { filedAttachments, sealedAttachments } from "./records/attachments/attachments.ts";
import { bytesMeter } from "./records/attachments/meter.ts";
import { attachmentKeeper } from "./records/attachments/person.ts";
import { attachmentBin } from "./records/attachments/trash.ts";
import { bulkJobs } from "./records/bulk/bulk.jobs.ts";
import { bulkRoutes } from "./records/bulk/bulk.routes.ts";
import { bulkKeeper } from "./records/bulk/person.ts";
import { exportJobs } from "./records/exports/exports.jobs.ts";
import { exportDoors, exportRoutes } from "./records/exports/exports.routes.ts";
import type { Exports } from "./records/exports/exports.ts";
import { sealedParts as sealedExportParts } from "./records/exports/packing.ts";
import { exportKeeper } from "./records/exports/person.ts";
import { fieldJobs } from "./records/fields/fields.jobs.ts";
import { fieldRoutes } from "./records/fields/fields.routes.ts";
import { importJobs } from "./records/imports/imports.jobs.ts";
import { importDoors, importRoutes } from "./records/imports/imports.routes.ts";
import { changesOfTrashed, type Imports } from "./records/imports/imports.ts";
import { sealedParts } from "./records/imports/parts.ts";
import { importKeeper } from "./records/imports/person.ts";
import type { Changers } from "./records/lookbacks/changed.ts";
import { lookbackRoutes } from "./records/lookbacks/lookbacks.routes.ts";
import { besideToday } from "./records/lookbacks/lookbacks.ts";
import { lookbackKeeper } from "./records/lookbacks/person.ts";
import { noteJobs } from "./records/notes/notes.jobs.ts";
import { noteRoutes } from "./records/notes/notes.routes.ts";
import { noteKeeper } from "./records/notes/person.ts";
import { noteBin } from "./records/notes/trash.ts";
import { searchKeeper } from "./records/search/person.ts";
import { searchJobs } from "./records/search/search.jobs.ts";
import { searchRoutes } from "./records/search/search.routes.ts";
import { tagRoutes } from "./records/tags/tags.routes.ts";
import { taskKeeper } from "./records/tasks/person.ts";
import { taskJobs } from "./records/tasks/tasks.jobs.ts";
import { taskRoutes } from "./records/tasks/tasks.routes.ts";
import { taskBin } from "./records/tasks/trash.ts";
import { timelineKeeper } from "./records/timeline/person.ts";
import { timelineRoutes } from "./records/timeline/timeline.routes.ts";
import { trashKeeper } from "./records/trash/person.ts";
import { trashJobs } from "./records/trash/trash.jobs.ts";
import { trashRoutes } from "./records/trash/trash.routes.ts";
import { typeRoutes } from "./records/types/types.routes.ts";
import { viewKeeper } from "./records/views/person.ts";
import { viewBin } from "./records/views/trash.ts";
import { viewRoutes } from "./records/views/views.routes.ts";
import { dayJobs } from "./sales/days/days.jobs.ts";
import { orderBulk } from "./sales/orders/bulk.ts";
import { orderExporter } from "./sales/orders/exports.ts";
import { orderType } from "./sales/orders/fields.ts";
import { changeOrder } from "./sales/orders/hand.actions.ts";
import { salesHoldCustomers, salesHoldProducts } from "./sales/orders/holding.ts";
import { orderImporter } from "./sales/orders/imports.ts";
import { salesOfMerged } from "./sales/orders/merging.ts";
import { ordersMeter } from "./sales/orders/meter.ts";
import { orderRoutes } from "./sales/orders/orders.routes.ts";
import { orderKeeper } from "./sales/orders/person.ts";
import { orderBin, salesOfTrashed } from "./sales/orders/trash.ts";
import { postingJobs } from "./sales/postings/postings.jobs.ts";
import { postingRoutes } from "./sales/postings/postings.routes.ts";
import { postingRuleRoutes } from "./sales/postings/ruling.routes.ts";
import { subscriptionKeeper } from "./sales/subscriptions/person.ts";
import { subscriptionRoutes } from "./sales/subscriptions/subscriptions.routes.ts";
import { subscriptionBin } from "./sales/subscriptions/trash.ts";
import { alertRoutes } from "./trust/alerts/alerts.routes.ts";
import { auditJobs } from "./trust/audit/audit.jobs.ts";
import { auditDoors, auditRoutes } from "./trust/audit/audit.routes.ts";
import { inspectForeignLog } from "./trust/audit/chain.ts";
import { policyRoutes } from "./trust/policies/policies.routes.ts";
import { promiseRoutes } from "./trust/promises/promises.routes.ts";

/** What a module puts into the house. */
export type Module = {
  readonly name: string;
  readonly actions: readonly Action[];
  readonly jobs: readonly Job[];
  /** Doors for raw bytes, beside the API. */
  readonly doors?: readonly RawDoor[];
  readonly hooks?: readonly HookDoor[];
  /** Where it keeps sealed values. */
  readonly sealed?: readonly SealedColumn[];
};

/** What can be deleted, and who has to know of it: told upwards, for records are at the bottom. */
const BINS = {
  bins: [
    ...[customerBin, orderBin, productBin, subscriptionBin, connectionBin],
    ...[noteBin, taskBin, attachmentBin, viewBin, invoiceBin, supplierBin, billBin],
  ],
  followers: [salesOfTrashed, ...deliveriesOfTrashed, ...changesOfTrashed],
};

/** What companies keep many of: told upwards too. */
export const RECORD_TYPES = [customerType, orderType, productType];
/** What slices keep of people, in the order in which it is erased: what tells of records goes before they do. */
export const KEEPERS: readonly Keeper[] = [
  deliveryKeeper,
  exportKeeper,
  bulkKeeper,
  lookbackKeeper,
  importKeeper,
  attachmentKeeper,
  noteKeeper,
  taskKeeper,
  viewKeeper,
  searchKeeper,
  timelineKeeper,
  trashKeeper,
  orderKeeper,
  sendingKeeper,
  linkKeeper,
  quoteKeeper,
  recurringKeeper,
  invoiceKeeper,
  supplierKeeper,
  subscriptionKeeper,
  duplicateKeeper,
  requestKeeper,
  consentKeeper,
  customerKeeper,
];

/** Who has to know when customers become one, or two again: told upwards, for CRM is below them. */
const MERGE_FOLLOWERS = [salesOfMerged, invoicesOfMerged, quotesOfMerged, recurringOfMerged];

/** Papers that are sent to customers, and seen by them: told upwards too. */
export const CARRIED: readonly Carried[] = [invoiceCarried, quoteCarried];

/** What can be brought in from a file. */
const IMPORTS: Imports = {
  importers: [customerImporter, productImporter, orderImporter],
  holders: [salesHoldCustomers, salesHoldProducts],
  followers: BINS.followers,
  types: RECORD_TYPES,
};
/** What can be taken along in a file. */
export const EXPORTS: Exports = {
  types: RECORD_TYPES,
  exporters: [customerExporter, orderExporter, productExporter],
};
/** What deeds on many records at once need of each type. */
const BULK_TYPES = [customerBulk, orderBulk, productBulk];

/** How much of a plan's limits is used. */
export const METERS: Meters = {
  customers: customersMeter,
  orders: ordersMeter,
  members: membersMeter,
  bytes: bytesMeter,
};

/** How records are changed by people: what a backup held is typed in again, but for what people said of themselves. */
const CHANGERS: Changers = {
  customer: {
    change: changeCustomer(MERGE_FOLLOWERS),
    rests: ["emailConsent", "phoneConsent"],
  },
  order: { change: changeOrder },
  product: { change: changeProduct },
};

/** What is compared and brought back of a backup that is open beside today. */
export const BESIDE_TODAY = besideToday(BINS, RECORD_TYPES, BULK_TYPES);

/** The house, lowest storey first. A module may use the public face of any module above it in this list. */
export const MODULES: readonly Module[] = [
  {
    name: "accounts",
    actions: [
      ...accountRoutes,
      ...emailRoutes,
      ...factorRoutes,
      ...sessionRoutes,
      ...accountClosingRoutes,
    ],
    jobs: [],
    sealed: sealedFactors,
  },
  {
    name: "companies",
    actions: [
      ...companyRoutes,
      ...memberRoutes,
      ...roleRoutes,
      ...keyRoutes,
      ...backupRoutes,
      ...takeoutRoutes,
      ...endingRoutes,
    ],
    jobs: endingJobs,
    doors: [...takeoutDoors, ...endingDoors],
    sealed: sealedBackupKeys,
  },
  { name: "billing", actions: billingRoutes(METERS), jobs: [], hooks: [stripeDoor] },
  {
    name: "records",
    actions: [
      ...timelineRoutes,
      ...trashRoutes(BINS),
      ...typeRoutes(RECORD_TYPES),
      ...tagRoutes(RECORD_TYPES),
      ...viewRoutes(RECORD_TYPES),
      ...bulkRoutes(RECORD_TYPES, BULK_TYPES),
      ...exportRoutes(EXPORTS),
      ...searchRoutes(RECORD_TYPES),
      ...lookbackRoutes(RECORD_TYPES, CHANGERS),
      ...noteRoutes,
      ...attachmentRoutes,
      ...taskRoutes,
      ...fieldRoutes,
      ...importRoutes(IMPORTS),
    ],
    jobs: [
      ...trashJobs(BINS).map(evenIfCancelled),
      ...bulkJobs(RECORD_TYPES, BULK_TYPES, BINS),
      ...exportJobs(EXPORTS).map(evenIfCancelled),
      ...searchJobs(RECORD_TYPES).map(evenIfCancelled),
      ...noteJobs,
      ...attachmentJobs.map(evenIfCancelled),
      ...taskJobs,
      ...fieldJobs,
      ...importJobs(IMPORTS),
    ],
    doors: [...attachmentDoors, ...exportDoors, ...importDoors],
    sealed: [...sealedAttachments, ...sealedExportParts, ...sealedParts],
  },
  {
    name: "crm",
    actions: [
      ...customerRoutes(RECORD_TYPES, MERGE_FOLLOWERS),
      ...contactRoutes(MERGE_FOLLOWERS),
      ...mergingRoutes(MERGE_FOLLOWERS),
      ...consentRoutes,
      ...duplicateRoutes,
      ...requestRoutes(KEEPERS),
    ],
    jobs: [...mergingJobs(MERGE_FOLLOWERS), ...duplicateJobs, ...requestJobs(KEEPERS)],
  },
  { name: "catalog", actions: productRoutes(RECORD_TYPES), jobs: [] },
  {
    name: "finance",
    actions: [
      ...bookRoutes,
      ...chartRoutes,
      ...periodRoutes,
      ...journalRoutes,
      ...rateRoutes,
      ...revaluationRoutes,
      ...supplierRefundRoutes,
      ...writeOffRoutes,
      ...statementRoutes,
      ...reportRoutes,
      ...taxRoutes,
      ...letterheadRoutes,
      ...invoiceRoutes,
      ...receiptRoutes,
      ...supplierRoutes,
      ...billRoutes,
      ...disbursementRoutes,
      ...quoteRoutes,
      ...recurringRoutes,
      ...reminderRoutes,
      ...customerStatementRoutes,
      ...linkRoutes(CARRIED),
      ...sendingRoutes(CARRIED),
      ...bankRoutes,
      ...closingRoutes,
    ],
    jobs: [
      ...sendingJobs({ papers: CARRIED, statement: enclosedStatement }),
      ...quoteJobs,
      ...recurringJobs,
      ...reminderJobs,
    ],
    doors: linkDoors(CARRIED),
    sealed: sealedSuppliers,
  },
  {
    name: "sales",
    actions: [
      ...orderRoutes(RECORD_TYPES),
      ...subscriptionRoutes,
      ...postingRoutes,
      ...postingRuleRoutes,
    ],
    jobs: [...dayJobs, ...postingJobs],
  },
  {
    name: "connect",
    actions: [...connectionRoutes, ...deliveryRoutes, ...sampleRoutes],
    jobs: [...connectionJobs, ...deliveryJobs, ...sampleJobs],
    hooks: [deliveryDoor],
    sealed: [...sealedSecrets, ...sealedBodies, ...sealedBatches],
  },
  { name: "insights", actions: homeRoutes, jobs: [] },
  {
    name: "trust",
    actions: [...promiseRoutes, ...alertRoutes, ...policyRoutes, ...auditRoutes],
    jobs: auditJobs.map(evenIfCancelled),
    doors: auditDoors,
  },
];

export const ACTIONS: readonly Action[] = MODULES.flatMap((module) => module.actions);
export const JOBS: readonly Job[] = MODULES.flatMap((module) => module.jobs);

/** Every permission there is, for the roles to choose from. */
export const PERMISSIONS: readonly string[] = [
  ...new Set(ACTIONS.flatMap((action) => (action.door === "company" ? [action.needs] : []))),
];

export const RAW_DOORS: readonly RawDoor[] = MODULES.flatMap(({ doors = [] }) => doors);
export const HOOK_DOORS: readonly HookDoor[] = MODULES.flatMap(({ hooks = [] }) => hooks);

/** What an export of everything has as files, beside its tables. */
export const FILED: readonly FiledTable[] = [filedAttachments];

/** Every column with sealed values: what the rotation of keys goes through. */
export const SEALED: readonly SealedColumn[] = [
  ...PLATFORM_SEALED,
  ...MODULES.flatMap(({ sealed = [] }) => sealed),
];

/** What a company that comes from another Kaunter needs of each module. */
export const ADOPTING: Adopting = {
  sealed: SEALED,
  jobs: JOBS,
  inspectBooks: (house, pool) => inspectBooks(house, { pool }),
  inspectLog: inspectForeignLog,
  settleIn: registerAddresses,
};
