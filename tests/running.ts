import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A whole Kaunter in a process of its own, as a person starts it. */
export type Running = {
  readonly url: string;
  readonly pid: number;
  /** As Ctrl-C does; resolves when the process is gone. */
  stop(): Promise<void>;
  /** As a power cut does to the process: kill -9. Its PostgreSQL lives on and is taken over by the next start. */
  kill(): Promise<void>;
};

/** Starts `apps/serve.ts` on its own folder. Rejects with what it printed when it does not come up. */
export async function startKaunter(
  dir: string,
  env: Record<string, string> = {},
  hear: (line: string) => void = () => undefined,
): Promise<Running> {
  const child = spawn(process.execPath, ["apps/serve.ts"], {
    env: { ...withoutSettings(process.env), KAUNTER_DIR: dir, KAUNTER_LOG: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await readyUrl(child, hear);
  const gone = once(child, "exit");
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await gone;
  };
  return { url, pid: child.pid ?? 0, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

function readyUrl(child: ChildProcess, hear: (line: string) => void): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        hear(line);
        const url = /^KAUNTER_READY (\S+)$/.exec(line)?.[1];
        if (url !== undefined) resolve(url);
        else if (said.length < 200) said.push(line);
      });
    }
    child.once("exit", (code) => reject(new Error(`Kaunter ended (${code}):\n${said.join("\n")}`)));
  });
}

/** The settings of whoever runs the tests are not the settings of what is tested. */
const withoutSettings = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("KAUNTER_")));
