/** The date of the tables below. They were entered by hand; compare them with AWS's price list. */
export const instancePricesOf = '2026-01-14';

// The regions of the tables; prices elsewhere differ.
const regions = ['us-east-1', 'us-east-2', 'us-west-2'];

/** US dollars an hour of the size `large` on demand with Linux. Prices in these families grow with the size. */
const priceOfLarge: Readonly<Record<string, number>> = {
  t3: 0.0832,
  t3a: 0.0752,
  t4g: 0.0672,
  m5: 0.096,
  m6i: 0.096,
  m6g: 0.077,
  m7i: 0.1008,
  m7g: 0.0816,
  c5: 0.085,
  c6i: 0.085,
  c6g: 0.068,
  c7i: 0.08925,
  c7g: 0.0725,
  r5: 0.126,
  r6i: 0.126,
  r6g: 0.1008,
  r7i: 0.1323,
  r7g: 0.1071,
};

/** US dollars an hour of types whose price does not follow their size. */
const priceOfType: Readonly<Record<string, number>> = {
  'g4dn.xlarge': 0.526,
  'g5.xlarge': 1.006,
  'g5.2xlarge': 1.212,
  'g6.xlarge': 0.8048,
};

const sizes: Readonly<Record<string, number>> = { nano: 1 / 16, micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1 };

/**
 * Returns the US dollars an hour of an instance type on demand with Linux: the price of the setting `instance_prices`,
 * otherwise that of the tables; undefined for a type or region without a price.
 */
export function hourlyPrice(
  type: string,
  region: string,
  set: Readonly<Record<string, number>> = {},
): number | undefined {
  if (set[type] !== undefined) return set[type];
  if (!regions.includes(region)) return undefined;
  const [family = '', size = ''] = type.split('.');
  const large = priceOfLarge[family];
  const factor = sizes[size] ?? largeSizes(size);
  return priceOfType[type] ?? (large !== undefined && factor !== undefined ? large * factor : undefined);
}

/** Returns how many times `large` a size is: `xlarge` twice, `4xlarge` eight times. */
function largeSizes(size: string): number | undefined {
  const count = /^(\d*)xlarge$/.exec(size)?.[1];
  return count === undefined ? undefined : 2 * Number(count || 1);
}
