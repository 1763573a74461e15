import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RawAnswer, RawDoor } from "#platform/http/raw.ts";
import { logFile, openDownload } from "./downloads.ts";

const NO_BODY = 1;
const tooLarge = async (): Promise<RawAnswer> => ({ status: 413 });

/** A browser's own download has no way to say more than its address: that is the key, and it turns once. */
export const downloadDoor: RawDoor = {
  method: "GET",
  path: "/api/trust/audit/downloads/:token",
  bodyMaxBytes: NO_BODY,
  open: (house) => ({
    handle: async ({ params }) => {
      const access = await openDownload(house, params["token"] ?? "");
      if (access === null) return { status: 404 };
      const day = house.now().toISOString().slice(0, 10);
      const content = await logFile(house, access);
      return {
        status: 200,
        file: { name: `audit-log-${day}.jsonl.gz`, type: "application/gzip", content },
      };
    },
    tooLarge,
    close: async () => undefined,
  }),
};

const SCRIPT = fileURLToPath(new URL("../../../platform/audit/verify-audit.mjs", import.meta.url));

/** The script that verifies a downloaded log, as the house itself uses it. For everybody. */
export const verifierDoor: RawDoor = {
  method: "GET",
  path: "/api/trust/audit/verify-audit.mjs",
  bodyMaxBytes: NO_BODY,
  open: () => {
    const content = readFileSync(SCRIPT, "utf8");
    const file = { name: "verify-audit.mjs", type: "text/javascript; charset=utf-8", content };
    return {
      handle: async () => ({ status: 200, file }),
      tooLarge,
      close: async () => undefined,
    };
  },
};
