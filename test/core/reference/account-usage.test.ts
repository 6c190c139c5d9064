import { accountReferences, isShared, nextForReport, type AccountUsage } from '../../../core/reference/account-usage';

const now = new Date('2026-01-14T02:00:00Z');
const daysAgo = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();
const usage = (changes: Partial<AccountUsage> = {}): AccountUsage => ({
  ami_id: 'ami-1',
  region: 'us-east-1',
  accounts: [],
  ...changes,
});
const read = (reports: AccountUsage[], shared = ['ami-1']) =>
  accountReferences('us-east-1', shared, reports, '123456789012', now);

describe('a shared image', () => {
  test('is used by the accounts of a report of the last seven days, our own left out', () => {
    const accounts = [
      { account_id: '210987654321', resource_type: 'ec2:Instance', count: 3 },
      { account_id: '123456789012', resource_type: 'ec2:Instance', count: 9 },
    ];
    expect(read([usage({ reported_at: daysAgo(7), accounts })])).toEqual({
      references: [
        {
          ami_id: 'ami-1',
          region: 'us-east-1',
          kind: 'account',
          name: '210987654321',
          detail: `3 × ec2:Instance, as of ${daysAgo(7)}`,
        },
      ],
      unread: [],
    });
  });

  test.each([
    ['no report', []],
    ['an old one', [usage({ reported_at: daysAgo(7.1) })]],
    ['one that is being made', [usage({ report_id: 'report-1', requested_at: daysAgo(0) })]],
  ])('with %s is unread, and it alone', (_, reports) => {
    expect(read(reports, ['ami-1'])).toMatchObject({
      references: [],
      unread: [
        {
          region: 'us-east-1',
          kind: 'account',
          reason:
            'it is shared, and there is no usage report of the last seven days; the nightly run requests one from EC2',
          ami_ids: ['ami-1'],
        },
      ],
    });
    expect(
      read([...reports, usage({ ami_id: 'ami-2', reported_at: daysAgo(1) })], ['ami-1', 'ami-2']).unread,
    ).toMatchObject([{ ami_ids: ['ami-1'] }]);
  });
});

test.each([
  [undefined, 'ask'],
  [usage({ reported_at: daysAgo(5.9) }), 'nothing'],
  [usage({ reported_at: daysAgo(6) }), 'ask'],
  [usage({ reported_at: daysAgo(6), report_id: 'report-1', requested_at: daysAgo(1) }), 'look'],
  [usage({ report_id: 'report-1', requested_at: daysAgo(2) }), 'ask'],
] as const)('the night, knowing %j, does: %s', (known, next) => {
  expect(nextForReport(known, now)).toBe(next);
});

test('an image is shared while the catalog has a share of it', () => {
  const share = { kind: 'account', value: '210987654321' } as never;
  expect([undefined, [], [share]].map((shares) => isShared({ shares }))).toEqual([false, false, true]);
});
