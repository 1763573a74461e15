import {
  IconAddressBook,
  IconAt,
  IconBooks,
  IconBuildingBank,
  IconBuildingStore,
  IconCashBanknote,
  IconChecklist,
  IconDownload,
  IconFileDescription,
  IconFileImport,
  IconFileInvoice,
  IconHistory,
  IconHome,
  IconListTree,
  IconNotebook,
  IconPackage,
  IconPlugConnected,
  IconPlus,
  IconReceipt,
  IconRepeat,
  IconSettings,
  IconShieldCheck,
  IconShoppingBag,
  IconTrash,
  IconUserShield,
} from "@tabler/icons-react";
import type { KeysOf } from "../words.ts";
import type { shellWords } from "./shell.words.ts";

type Word = KeysOf<typeof shellWords>;
export type Place = {
  to: string;
  label: Word;
  icon: typeof IconHome;
  /** After `G`. */
  key: string;
  /** Left out of the side for those who may not look. */
  needs: string | null;
};
export type PlaceGroup = { label: Word | null; places: readonly Place[] };

/** The house's places, in the order of the side. */
export const GROUPS: readonly PlaceGroup[] = [
  {
    label: null,
    places: [
      { to: "/", label: "home", icon: IconHome, key: "h", needs: null },
      { to: "/tasks", label: "tasks", icon: IconChecklist, key: "k", needs: "records.tasks.read" },
      { to: "/mentions", label: "mentions", icon: IconAt, key: "m", needs: "records.notes.read" },
    ],
  },
  {
    label: "sell",
    places: [
      {
        to: "/customers",
        label: "customers",
        icon: IconAddressBook,
        key: "c",
        needs: "crm.customers.read",
      },
      {
        to: "/orders",
        label: "orders",
        icon: IconShoppingBag,
        key: "o",
        needs: "sales.orders.read",
      },
      {
        to: "/subscriptions",
        label: "subscriptions",
        icon: IconRepeat,
        key: "u",
        needs: "sales.subscriptions.read",
      },
      {
        to: "/products",
        label: "products",
        icon: IconPackage,
        key: "p",
        needs: "catalog.products.read",
      },
    ],
  },
  {
    label: "books",
    places: [
      { to: "/books", label: "books", icon: IconBooks, key: "b", needs: "finance.books.read" },
      {
        to: "/invoices",
        label: "invoices",
        icon: IconFileInvoice,
        key: "v",
        needs: "finance.invoices.read",
      },
      {
        to: "/quotes",
        label: "quotes",
        icon: IconFileDescription,
        key: "d",
        needs: "finance.quotes.read",
      },
      {
        to: "/recurring",
        label: "recurring",
        icon: IconRepeat,
        key: "y",
        needs: "finance.recurring.read",
      },
      {
        to: "/payments-in",
        label: "paymentsIn",
        icon: IconCashBanknote,
        key: "x",
        needs: "finance.receipts.read",
      },
      { to: "/bills", label: "bills", icon: IconReceipt, key: "e", needs: "finance.bills.read" },
      {
        to: "/suppliers",
        label: "suppliers",
        icon: IconBuildingStore,
        key: "f",
        needs: "finance.suppliers.read",
      },
      { to: "/bank", label: "bank", icon: IconBuildingBank, key: "w", needs: "finance.bank.read" },
      {
        to: "/journals",
        label: "journal",
        icon: IconNotebook,
        key: "j",
        needs: "finance.journals.read",
      },
      { to: "/chart", label: "chart", icon: IconListTree, key: "l", needs: "finance.chart.read" },
    ],
  },
  {
    label: "house",
    places: [
      {
        to: "/connections",
        label: "connections",
        icon: IconPlugConnected,
        key: "n",
        needs: "connect.connections.read",
      },
      {
        to: "/trust",
        label: "trust",
        icon: IconShieldCheck,
        key: "r",
        needs: "trust.promises.read",
      },
      {
        to: "/imports",
        label: "imports",
        icon: IconFileImport,
        key: "i",
        needs: "records.imports.read",
      },
      { to: "/audit", label: "audit", icon: IconHistory, key: "a", needs: "trust.audit.read" },
      {
        to: "/requests",
        label: "requests",
        icon: IconUserShield,
        key: "q",
        needs: "crm.requests.read",
      },
      { to: "/trash", label: "trash", icon: IconTrash, key: "t", needs: "records.trash.read" },
      { to: "/settings", label: "settings", icon: IconSettings, key: "s", needs: null },
    ],
  },
];

/** What can be made, after `N`. */
export const CREATIONS: readonly { to: string; label: Word; key: string; needs: string }[] = [
  { to: "/customers/new", label: "newCustomer", key: "c", needs: "crm.customers.write" },
  { to: "/orders/new", label: "newOrder", key: "o", needs: "sales.orders.write" },
  { to: "/products/new", label: "newProduct", key: "p", needs: "catalog.products.write" },
  { to: "/journals/new", label: "newEntry", key: "j", needs: "finance.journals.post" },
  { to: "/connections/new", label: "connectStore", key: "s", needs: "connect.connections.write" },
];

/** What is made now and then, and files in and out: found in the palette, without a key of their own. */
export const RARE_CREATIONS: readonly {
  to: string;
  label: Word;
  needs: string;
  icon: typeof IconPlus;
}[] = [
  {
    to: "/settings/fields/new",
    label: "newField",
    needs: "records.fields.write",
    icon: IconPlus,
  },
  ...(
    [
      ["/imports/new?type=customer", "importCustomers"],
      ["/imports/new?type=order", "importOrders"],
      ["/imports/new?type=product", "importProducts"],
    ] as const
  ).map(([to, label]) => ({ to, label, needs: "records.imports.run", icon: IconFileImport })),
  ...(
    [
      ["/customers?export=1", "exportCustomers"],
      ["/orders?export=1", "exportOrders"],
      ["/products?export=1", "exportProducts"],
    ] as const
  ).map(([to, label]) => ({ to, label, needs: "records.exports.run", icon: IconDownload })),
];

/** Whether the address is at a place or below it. */
export const isAt = (path: string, to: string): boolean =>
  to === "/" ? path === "/" : path === to || path.startsWith(`${to}/`);
