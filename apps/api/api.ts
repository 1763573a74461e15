import { fileURLToPath } from "node:url";
import type { House } from "#platform/house/house.ts";
import { httpServer } from "#platform/http/http.ts";
import { ACTIONS, HOOK_DOORS, RAW_DOORS } from "../../modules/modules.ts";

const WEB_DIR = fileURLToPath(new URL("../../dist/web", import.meta.url));

export type Api = { close(): Promise<void> };

/** Opens the house to browsers and stores: pages, API and raw doors on the address of the configuration. */
export async function startApi(house: House): Promise<Api> {
  const { host, port } = house.config;
  const app = await httpServer({
    house,
    actions: ACTIONS,
    doors: RAW_DOORS,
    hooks: HOOK_DOORS,
    webDir: WEB_DIR,
  });
  await app.listen({ host, port });
  return { close: () => app.close() };
}
