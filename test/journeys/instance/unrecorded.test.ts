import { home, localStack } from '../../kit/journey';
import { refuseCalls } from '../../kit/refuse-calls';

test.each([
  ['refused', 'AccessDeniedException', 400],
  ['not answered', 'InternalServerError', 500],
])(
  'a launch is answered with its instances when its record in the history is %s, and warns',
  async (_, code, status) => {
    const journey = await localStack();
    refuseCalls(
      journey,
      ({ action, input }) => action === 'PutItem' && String(input.Item.pk.S).startsWith('HISTORY#'),
      code,
      'not now',
      'dynamodb',
      status,
    );
    const answer = await journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', name: 'one' });
    expect([answer.status, answer.body.warnings]).toEqual([
      201,
      expect.arrayContaining([expect.stringMatching(/history.*not now/)]),
    ]);
    expect(journey.local.ec2.instances(home).map(({ instance }) => instance.id)).toEqual([
      answer.body.instance.instance_id,
    ]);
  },
);
