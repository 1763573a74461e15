import { test } from "node:test";
import { probed } from "../probing.ts";

test("10,000 probes with another company's ids, words, cookies and addresses bring 0 of its bytes", () =>
  probed(10_000));
