import { moneyText } from './money-text';

/** Shows an amount of dollars a month or for once; one that EC2 has not measured as an upper estimate. */
export function Money({ usd, measured }: { usd: number | undefined; measured?: boolean }) {
  return (
    <span title={measured === false ? 'An upper estimate: EC2 has not measured it yet' : undefined}>
      {moneyText(usd, measured)}
    </span>
  );
}
