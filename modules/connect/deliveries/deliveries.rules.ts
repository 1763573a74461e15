import type { StoreProduct, StoreVariation } from "#modules/catalog/catalog.public.ts";
import type { StoreCustomer, StoreRequest } from "#modules/crm/crm.public.ts";
import type {
  StoreOrder,
  StorePayment,
  StoreRefund,
  StoreSubscription,
} from "#modules/sales/sales.public.ts";

/** What a delivery asks for, after its platform's mapping has read it. Pure data; connect/deliveries applies it. */
export type Deed =
  | { readonly does: "order"; readonly order: StoreOrder }
  | {
      readonly does: "order_deleted";
      readonly connectionId: string;
      readonly externalId: string;
      readonly at: Date;
    }
  | { readonly does: "order_restored"; readonly order: StoreOrder }
  | { readonly does: "refund"; readonly refund: StoreRefund }
  | { readonly does: "payment"; readonly payment: StorePayment }
  | { readonly does: "customer"; readonly customer: StoreCustomer }
  | {
      readonly does: "customer_deleted";
      readonly connectionId: string;
      readonly externalId: string;
      readonly at: Date;
    }
  /** Two accounts of a store are one person: the one kept, and the one that is gone. */
  | {
      readonly does: "customers_merged";
      readonly connectionId: string;
      readonly externalId: string;
      readonly goneId: string;
    }
  | { readonly does: "product"; readonly product: StoreProduct }
  | { readonly does: "variation"; readonly variation: StoreVariation }
  | {
      readonly does: "product_deleted";
      readonly connectionId: string;
      readonly externalId: string;
      readonly at: Date;
    }
  | { readonly does: "subscription"; readonly subscription: StoreSubscription }
  | { readonly does: "privacy_request"; readonly request: StoreRequest }
  | {
      readonly does: "subscription_deleted";
      readonly connectionId: string;
      readonly externalId: string;
      readonly at: Date;
    };

/** What a mapping makes of one delivery. It never throws: what it cannot read it names. */
export type Reading =
  | { readonly is: "deeds"; readonly deeds: readonly Deed[] }
  /** Known or unknown topic that Kaunter has nothing to do with. */
  | { readonly is: "ignored"; readonly reason: string }
  /** `reason` is a code with words; `path` is where in the body (`line_items[2].total`), `detail` what stood there. */
  | {
      readonly is: "unreadable";
      readonly reason: string;
      readonly path: string;
      readonly detail: string;
    };

/** One delivery as a mapping sees it. */
export type DeliveryToRead = {
  readonly connectionId: string;
  readonly topic: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly receivedAt: Date;
  /** The company's currency and country: what a platform means when it says nothing. */
  readonly company: { readonly currency: string; readonly country: string; readonly zone: string };
};

export type Mapping = (delivery: DeliveryToRead) => Reading;
