import { judgeConcurrency } from '../../../core/doctor/concurrency';

const judge = (limit: number, locations: number) => judgeConcurrency({ region: 'us-east-1', limit, locations });

test('ten concurrent executions of a new account are too few', () => {
  expect(judge(10, 1)).toMatchObject({
    check: 'quotas',
    subject: 'us-east-1 concurrent executions of functions',
    result: 'warning',
    seen: '10 concurrent executions of functions in the account; 1 locations at once and 10 beside them need 11',
    mend: expect.stringContaining('--service-code lambda --quota-code L-B99A9384 --region us-east-1'),
  });
});

test('each location needs one more, since all are copied to at the same time', () => {
  expect([judge(14, 4), judge(14, 5), judge(1000, 40)].map(({ result }) => result)).toEqual(['ok', 'warning', 'ok']);
  expect(judge(1000, 40)).not.toHaveProperty('mend');
});
