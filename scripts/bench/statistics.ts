/** The middle value; of two middle ones the mean. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Rounded to so many decimals. */
export function rounded(value: number, decimals = 2): number {
  return Number(value.toFixed(decimals));
}

/** `median (least to most)`. */
export function spread(values: readonly number[], decimals = 3): string {
  return `${rounded(median(values), decimals)} (${rounded(Math.min(...values), decimals)} to ${rounded(Math.max(...values), decimals)})`;
}
