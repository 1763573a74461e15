import { test } from "node:test";
import { killedWhileIngesting } from "./killing.ts";

test("killed with -9 at 20 random moments during ingest, every acknowledged delivery is there once and so is its order", () =>
  killedWhileIngesting(20, "twenty"));
