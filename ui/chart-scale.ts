/** Five round ticks from 0 (or below, when a refund outweighs a day's sales) to above the largest value. */
export function ticksOf(values: readonly number[]): readonly number[] {
  const high = Math.max(0, ...values);
  const low = Math.min(0, ...values);
  const step = roundUp((high - low) / 4 || 1);
  const from = Math.floor(low / step);
  const to = Math.max(Math.ceil(high / step), from + 1);
  return Array.from({ length: to - from + 1 }, (_, at) => (from + at) * step);
}

/** 1, 2, 2.5 or 5 times a power of ten: figures people count in. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const nice = [1, 2, 2.5, 5, 10].find((step) => step * power >= value) ?? 10;
  return nice * power;
}

/** `20k`, `1.5m`: an axis has no room for more. */
export function shortText(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (size >= 1_000_000) return `${sign}${trimmed(size / 1_000_000)}m`;
  if (size >= 1000) return `${sign}${trimmed(size / 1000)}k`;
  return `${sign}${trimmed(size)}`;
}

const trimmed = (value: number) => String(Math.round(value * 100) / 100);
