/** One measured figure, as `bench/results/latest.json` keeps it. */
export type Row = {
  readonly id: string;
  readonly what: string;
  readonly goal: number;
  readonly result: number;
  readonly unit: string;
  readonly better: "higher" | "lower";
  readonly holds: boolean;
};

export function row(
  id: string,
  what: string,
  figure: { goal: number; result: number; unit: string; better: "higher" | "lower" },
): Row {
  const result = Number(figure.result.toPrecision(4));
  const holds = figure.better === "higher" ? result >= figure.goal : result <= figure.goal;
  return { id, what, ...figure, result, holds };
}

/** So many customers have the companies in which size is felt. */
export const MILLION = 1_000_000;

/** 1,000,000 */
export const many = (count: number): string => count.toLocaleString("en");

/** The value below which a share of them lies: `quantile(times, 0.95)`. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Runs the work `count` times over so many lanes; answers the milliseconds each took and all together. */
export async function timed(
  lanes: number,
  count: number,
  work: (i: number) => Promise<unknown>,
): Promise<{ each: number[]; allMs: number }> {
  const each: number[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let i = next++; i < count; i = next++) {
        const start = performance.now();
        await work(i);
        each.push(performance.now() - start);
      }
    }),
  );
  return { each, allMs: performance.now() - began };
}
