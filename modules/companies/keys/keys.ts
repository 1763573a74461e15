import { markKeysOfGoneEnded } from "./keys.sql.ts";

/** Keys act for a person; without the person they end, and stay in the list to be seen. */
export const endKeysOf = markKeysOfGoneEnded;
