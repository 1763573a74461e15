import type { Platform } from "../reading/platforms.rules.ts";
import { shopify } from "../shopify/shopify.rules.ts";
import { woocommerce } from "../woocommerce/woocommerce.rules.ts";

const PLATFORMS = { woocommerce, shopify } as const satisfies Record<string, Platform>;

export const platformOf = (kind: keyof typeof PLATFORMS): Platform => PLATFORMS[kind];
