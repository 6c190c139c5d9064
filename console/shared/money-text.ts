/** A bar of a chart: its name, its dollars, and the amount in words, such as `≤ $1.50`. */
export interface MoneyBar {
  title: string;
  value: number;
  text: string;
}

/**
 * Returns an amount of dollars such as `$1.50`; `≤ $1.50` if EC2 has not measured what is stored, and `unpriced` where
 * the region has no price.
 */
export function moneyText(usd: number | undefined, measured?: boolean): string {
  if (usd === undefined) return 'unpriced';
  const amount = usd.toLocaleString('en-US', { style: 'currency', currency: 'USD' });
  return measured === false ? `≤ ${amount}` : amount;
}
