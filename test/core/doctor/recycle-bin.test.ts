import { judgeRecycleBin } from '../../../core/doctor/recycle-bin';

const region = 'us-east-1';

test('without a rule nothing is wrong, and it is said that a removed image cannot come back', () => {
  expect(judgeRecycleBin({ region })).toMatchObject({
    result: 'ok',
    seen: expect.stringContaining('cannot come back'),
  });
  expect(judgeRecycleBin({ region, snapshot_days: 7 })).toMatchObject({ result: 'ok' });
});

test('images that are retained longer than their snapshots are a warning, which names the rule to create', () => {
  for (const snapshot_days of [undefined, 6])
    expect(judgeRecycleBin({ region, image_days: 7, snapshot_days })).toMatchObject({
      result: 'warning',
      mend: expect.stringContaining('--resource-type EBS_SNAPSHOT --retention-period RetentionPeriodValue=7'),
    });
  expect(judgeRecycleBin({ region, image_days: 7, snapshot_days: 7 }).result).toBe('ok');
});
