/** The date on which the table below was last compared with AWS's price list. */
export const pricesOf = '2026-01-14';

/**
 * US dollars per gibibyte and month of an EBS snapshot in the standard tier, by region, as of `pricesOf` (entered by
 * hand). A region that is not listed is unpriced: the setting `snapshot_prices` adds or corrects prices.
 */
export const snapshotPrices: Readonly<Record<string, number>> = {
  'us-east-1': 0.05,
  'us-east-2': 0.05,
  'us-west-1': 0.055,
  'us-west-2': 0.05,
  'ca-central-1': 0.055,
  'eu-west-1': 0.05,
  'eu-west-2': 0.053,
  'eu-west-3': 0.053,
  'eu-central-1': 0.054,
  'ap-northeast-1': 0.05,
  'ap-northeast-2': 0.05,
  'ap-south-1': 0.05,
  'ap-southeast-1': 0.05,
  'ap-southeast-2': 0.055,
  'sa-east-1': 0.068,
};
