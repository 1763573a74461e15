import { spawn } from "node:child_process";
import { installed } from "./install.mjs";
import { ENV, NODE, ROOT } from "./places.mjs";
import { Progress } from "./progress.mjs";
import { runningHouse } from "./running.mjs";
// biome-ignore lint/correctness/useImportExtensions: its declarations stand beside it, but Node reads this one.
import { builtWeb } from "./web.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Installs, builds, starts, and stays until the house has stopped. */
export async function up() {
  const progress = new Progress();
  const running = runningHouse();
  if (running !== null) {
    const where = running.url === null ? "is starting already" : `already runs at ${running.url}`;
    progress.say(
      `Kaunter ${where} (process ${running.pid}). Stop it there with Ctrl-C, or: kill ${running.pid}`,
    );
    return;
  }
  await prepared(progress, async () => {
    await installed(progress);
    await builtWeb(progress);
  });

  const child = spawn(NODE, ["apps/serve.ts"], {
    cwd: ROOT,
    env: ENV,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  child.on("message", (news) => {
    if ("doing" in news) progress.begin(news.doing);
    if ("ready" in news) {
      progress.end();
      progress.say(`\nKaunter runs at ${news.ready}\nCtrl-C stops it.\n`);
    }
  });
  let isStopping = false;
  for (const signal of SIGNALS)
    process.on(signal, () => {
      // The terminal has sent Ctrl-C to the house too, which takes the second one calmly.
      if (!isStopping) progress.begin("Stopping");
      isStopping = true;
      child.kill(signal);
    });
  child.on("exit", (code, signal) => {
    if (isStopping && code === 0) progress.end();
    else progress.abandon();
    if (signal !== null && !isStopping)
      progress.say(
        `Kaunter was ended by ${signal}. \`npm run up\` starts it again; nothing that it acknowledged is lost.`,
      );
    process.exit(code ?? 1);
  });
}

/** For the other scripts of package.json: the same install, then the file, as if it had been called itself. */
export async function run([file, ...rest]) {
  const progress = new Progress(process.stderr);
  await prepared(progress, () => installed(progress));
  const child = spawn(NODE, [file, ...rest], { cwd: ROOT, env: ENV, stdio: "inherit" });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(signal === null ? code : 1));
}

/** What goes wrong here is said in a sentence: nobody needs the stack of the installer. */
async function prepared(progress, work) {
  try {
    await work();
  } catch (error) {
    progress.abandon();
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    if (error.code === "EACCES" || error.code === "EPERM")
      process.stderr.write(
        `This user may not write in ${ROOT}. Was an earlier run done as root? Then: sudo chown -R "$USER" ${ROOT}\n`,
      );
    process.exit(1);
  }
}
