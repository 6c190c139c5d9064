import { judgeRoom } from '../../../core/image/quota';

const at = (used: number, limit: number) => ({ quota: 'images' as const, location: 'eu-west-1', used, limit });

describe('room for another image', () => {
  test.each([
    [0, 10],
    [7, 10],
    [39_999, 50_000],
  ])('with %i of %i used needs no word', (used, limit) => {
    expect(judgeRoom(at(used, limit))).toBeUndefined();
  });

  test('from 80 % on is warned about, with what to do', () => {
    expect(judgeRoom(at(8, 10))).toBe(
      '8 of 10 AMIs are used in eu-west-1: remove old images (spawn cleanup-amis), or raise the quota: aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-B665C33B --region eu-west-1 --desired-value N',
    );
  });

  test.each([
    [10, 10],
    [11, 10],
    [0, 0],
  ])('is refused with %i of %i used', (used, limit) => {
    expect(() => judgeRoom(at(used, limit))).toThrow(
      expect.objectContaining({
        name: 'QuotaExceeded',
        message: expect.stringMatching(new RegExp(`${used} of ${limit} AMIs .*eu-west-1.*--quota-code L-B665C33B`)),
        details: { region: 'eu-west-1', quota: 'L-B665C33B', used, limit },
      }),
    );
  });

  test('that cannot be read is a warning with the reason and the place, never a refusal', () => {
    const unread = { location: { region: 'eu-west-1', account: '222233334444' }, unread: 'AWS refused the call' };
    expect(judgeRoom({ quota: 'publicImages', ...unread })).toBe(
      'the quota of public AMIs in eu-west-1 of account 222233334444 could not be checked: AWS refused the call',
    );
  });
});
