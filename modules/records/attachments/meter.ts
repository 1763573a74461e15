import type { Ctx } from "#platform/actions/context.ts";
import { selectBytesKept } from "./attachments.sql.ts";

/** Bytes of attached files, for the plan's limit. */
export const bytesMeter = async ({ db }: Ctx): Promise<number> => (await selectBytesKept(db)).bytes;
