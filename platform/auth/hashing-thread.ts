import { readlinkSync } from "node:fs";
import { setPriority } from "node:os";
import { basename } from "node:path";
import { parentPort } from "node:worker_threads";
import { hashSync, verifySync } from "@node-rs/bcrypt";

/** What the pool asks of a thread, one at a time. */
export type HashingTask =
  | { readonly does: "hash"; readonly text: string; readonly cost: number; readonly salt?: Buffer }
  | { readonly does: "compare"; readonly text: string; readonly known: string };

export type HashingAnswer = { readonly value: string | boolean } | { readonly failure: string };

const LAST_IN_LINE = 19;

// Whatever else the machine has to do goes first: guesses at passwords must not slow anybody's page.
if (process.platform === "linux")
  setPriority(Number(basename(readlinkSync("/proc/thread-self"))), LAST_IN_LINE);

parentPort?.on("message", (task: HashingTask) => parentPort?.postMessage(answerTo(task)));

function answerTo(task: HashingTask): HashingAnswer {
  try {
    return { value: work(task) };
  } catch (error) {
    return { failure: String(error) };
  }
}

function work(task: HashingTask): string | boolean {
  if (task.does === "compare") return verifySync(task.text, task.known);
  const { text, cost, salt } = task;
  return hashSync(text, { cost, version: "2b", ...(salt === undefined ? {} : { salt }) });
}
