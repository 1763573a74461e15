import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { Problem } from "#kernel/errors.ts";
import type { HashingAnswer, HashingTask } from "./hashing-thread.ts";

/** A hash takes a quarter of a second of a core: more at a time than this finish none sooner. */
const THREADS_MAX = Math.min(4, Math.max(1, Math.floor(availableParallelism() / 2)));
/** Whoever stands further back would wait for longer than a person does. */
const WAITING_MAX = 32;

type Waiting = { readonly task: HashingTask; readonly done: (answer: HashingAnswer) => void };
type Thread = { readonly worker: Worker; busyWith: Waiting | null };
/** A thread that nobody needed for so long ends: it is a V8 of its own, and a new one is there in less time than it hashes. */
const RESTS_MS = 10_000;
/** It holds a text and a hash at a time. */
const LIMITS = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32 };

const waiting: Waiting[] = [];
const threads = new Set<Thread>();

/** Done by threads that come last in line for the processor, a few at a time; when too many wait, refused at once. */
export async function hashInTurn(task: HashingTask): Promise<string | boolean> {
  if (waiting.length >= WAITING_MAX)
    throw new Problem("too_many", "platform.auth.busy", { retryAfterS: 10 });
  const answer = await new Promise<HashingAnswer>((done) => {
    waiting.push({ task, done });
    next();
  });
  if ("failure" in answer) throw new Error(answer.failure);
  return answer.value;
}

function next(): void {
  if (waiting.length === 0) return;
  const thread = [...threads].find(({ busyWith }) => busyWith === null) ?? begin();
  if (thread === null) return;
  thread.busyWith = waiting.shift() ?? null;
  if (thread.busyWith === null) return;
  // While it works, and only then, it keeps the process from ending.
  thread.worker.ref();
  thread.worker.postMessage(thread.busyWith.task);
}

function begin(): Thread | null {
  if (threads.size >= THREADS_MAX) return null;
  const worker = new Worker(new URL("./hashing-thread.ts", import.meta.url), {
    resourceLimits: LIMITS,
  });
  const rest = setTimeout(() => end(thread), RESTS_MS).unref();
  const thread: Thread = { worker, busyWith: null };
  threads.add(thread);
  worker.on("message", (answer: HashingAnswer) => {
    rest.refresh();
    settle(thread, answer);
  });
  worker.on("error", (error) => lose(thread, String(error)));
  worker.on("exit", () => lose(thread, "a hashing thread ended"));
  return thread;
}

function end(thread: Thread): void {
  if (thread.busyWith !== null) return;
  threads.delete(thread);
  void thread.worker.terminate();
}

function settle(thread: Thread, answer: HashingAnswer): void {
  const { busyWith } = thread;
  thread.busyWith = null;
  thread.worker.unref();
  busyWith?.done(answer);
  next();
}

/** Another one takes its place at the next task. */
function lose(thread: Thread, failure: string): void {
  threads.delete(thread);
  settle(thread, { failure });
}
