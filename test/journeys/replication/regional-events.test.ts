import { assemblyOf } from '../../kit/assemblies';
import { localStack, minutes } from '../../kit/journey';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';

describe('the stack of another region', () => {
  test('tells the home region when a copy there is done: no sweep is needed', async () => {
    const journey = await localStack({ assembly: assemblyOf('next') });
    // The sweeper finds the builder's agent; once a copy is asked for it sees nothing any more.
    const isBlind = () => journey.local.calls.some(({ action }) => action === 'CopyImage');
    refuseCalls(
      journey,
      ({ principal }) => isBlind() && /sweep-waits/.test(principal.arn),
      'AccessDeniedException',
      'not there',
      'dynamodb',
      400,
    );
    const run = await buildSmall(journey, { regions: ['eu-west-1', 'us-west-2'] });
    expect(run).toMatchObject({ status: 'succeeded' });
    expect(Date.parse(run.ended_at) - Date.parse(run.created_at)).toBeLessThan(30 * minutes);
    expect(journey.local.bus.failures).toEqual([]);
  });

  test('what it may not hand on goes to its own dead letters', async () => {
    const journey = await localStack({
      assembly: assemblyOf('next'),
      edit: (stacks) => {
        for (const { region, template } of stacks)
          if (region === 'us-west-2')
            for (const { Type, Properties } of Object.values(template.Resources))
              if (Type === 'AWS::IAM::Role') Properties!.Policies = [];
      },
    });
    const run = await buildSmall(journey, { regions: ['us-west-2'] });
    expect(run).toMatchObject({ status: 'succeeded' });
    expect(journey.local.bus.failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^AccessDenied.*events:PutEvents/),
    ]);
    const { Messages } = await journey.clock.until(
      journey.local.call('sqs', 'ReceiveMessage', 'us-west-2', {
        QueueUrl: 'https://sqs.us-west-2.amazonaws.com/123456789012/spawn-next-events-us-west-2-dead-letters-us-east-1',
      }),
    );
    expect(JSON.parse(Messages[0].Body)).toMatchObject({ 'detail-type': 'EC2 AMI State Change', region: 'us-west-2' });
  });
});
