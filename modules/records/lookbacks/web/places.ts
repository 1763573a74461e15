/** Where a record's page is. */
export const PLACES = { customer: "customers", order: "orders", product: "products" } as const;
