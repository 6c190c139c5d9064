import { home, localStack, minutes, type Journey } from '../../kit/journey';
import { nightReport } from '../../kit/nightly';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';

const friend = '210987654321';

describe('EC2 denies once that it has what it has, and', () => {
  let journey: Journey;
  let id: string;
  /** The action that EC2 answers so, and with which code. */
  let denied: [action: string, code: string] | undefined;
  const show = async (): Promise<any> => (await journey.request('GET', `/v1/images/${id}`)).body;
  const during = async <Answer>(refusal: typeof denied, act: () => Promise<Answer>): Promise<Answer> => {
    denied = refusal;
    try {
      return await act();
    } finally {
      denied = undefined;
    }
  };

  beforeAll(async () => {
    journey = await localStack();
    id = (await buildSmall(journey)).ami_id;
    for (const code of ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable', 'InvalidInstanceID.NotFound']) {
      refuseCalls(
        journey,
        ({ action, principal }) => denied?.[0] === action && denied[1] === code && /spawn-dev-/.test(principal.arn),
        code,
      );
    }
  }, 120_000);

  test.each(['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable'])(
    'an image that is not shared for %s is neither called shared nor gone',
    async (code) => {
      const { body } = await during(['ModifyImageAttribute', code], () =>
        journey.request('POST', `/v1/images/${id}/shares`, { accounts: [friend] }),
      );
      expect(body).toMatchObject({
        complete: false,
        results: [{ ami_id: id, error: { name: 'AwsUnavailable', message: expect.stringContaining('available') } }],
      });
      expect(body.results[0].gone).toBeUndefined();
      expect((await show()).state).toBe('available');
    },
  );

  test('the night counts shares that it cannot give again as unknown', async () => {
    const report = await during(['ModifyImageAttribute', 'InvalidAMIID.Unavailable'], () => nightReport(journey));
    expect(report.text).toContain(`${id} in ${home} could not be repaired (AwsUnavailable)`);
    await nightReport(journey);
    const { LaunchPermissions } = await journey.ec2('DescribeImageAttribute', {
      ImageId: id,
      Attribute: 'launchPermission',
    });
    expect(LaunchPermissions).toEqual([{ UserId: friend }]);
  });

  test('an image that is not deprecated for that is neither called deprecated nor gone', async () => {
    const answer = await during(['EnableImageDeprecation', 'InvalidAMIID.NotFound'], () =>
      journey.request('POST', `/v1/images/${id}/deprecation`, {}),
    );
    expect([answer.status, answer.body.name]).toEqual([503, 'AwsUnavailable']);
    expect(await show()).toMatchObject({ state: 'available', deprecated: false });
  });

  test('an instance that is not terminated for that is not called terminated', async () => {
    const { instance_id } = (await journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', ami: id }))
      .body.instance;
    await journey.advance(minutes);
    const answer = await during(['TerminateInstances', 'InvalidInstanceID.NotFound'], () =>
      journey.request('DELETE', `/v1/instances/${instance_id}`),
    );
    expect([answer.status, answer.body.name]).toEqual([503, 'AwsUnavailable']);
    expect((await journey.request('DELETE', `/v1/instances/${instance_id}`)).status).toBe(200);
  });
});
