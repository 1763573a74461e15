import { request } from "node:http";
import type { Config } from "#platform/config/config.ts";
import type { BuiltHouse } from "#platform/house/build.ts";
import type { Ask, Ground } from "#promises/probes/probe.ts";
import { ACTIONS } from "../modules/modules.ts";

/** What the probes of the promises stand on in this process. */
export const groundOf = ({ house, workshop }: BuiltHouse): Ground => ({
  house,
  workshop,
  actions: ACTIONS,
  ask: askThrough(house.config),
});

const TIMEOUT_MS = 10_000;

/** By the process's own door where there is one; a worker that stands apart goes by the public address. */
function askThrough({ role, host, port, publicUrl }: Config): Ask {
  if (role === "worker")
    return async (path) => {
      const answer = await fetch(publicUrl + path, {
        headers: { accept: "text/html" },
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: await answer.text(),
      };
    };
  const isEverywhere = host === "0.0.0.0" || host === "::";
  return (path) => askHere(isEverywhere ? "127.0.0.1" : host, port, path, new URL(publicUrl).host);
}

const askHere = (host: string, port: number, path: string, name: string): ReturnType<Ask> =>
  new Promise((done, failed) => {
    const asking = request(
      { host, port, path, headers: { host: name, accept: "text/html" }, timeout: TIMEOUT_MS },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", failed);
        answer.on("end", () =>
          done({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(parts).toString(),
          }),
        );
      },
    );
    asking.on("timeout", () => asking.destroy(new Error("the house's own door did not answer")));
    asking.on("error", failed);
    asking.end();
  });
