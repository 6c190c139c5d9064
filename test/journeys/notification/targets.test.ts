import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assemblyOf, homeAccount } from '../../kit/assemblies';
import { finished, localStack, type Journey } from '../../kit/journey';
import { script, startSmall } from '../../kit/small-recipe';

interface Received {
  path: string;
  host: unknown;
  authorization: unknown;
  body: any;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** A server that keeps what it receives and answers with `status.now`. */
async function receiver() {
  const received: Received[] = [];
  const status = { now: 200 };
  const server: Server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const { 'x-forwarded-host': host, authorization } = request.headers;
      received.push({ path: request.url ?? '', host, authorization, body: JSON.parse(text) });
      response.writeHead(status.now).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, received, status, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('notifications', () => {
  let journey: Journey;
  let there: Awaited<ReturnType<typeof receiver>>;
  const chat = '/services/T0/B0/x1';
  const hook = '/spawn?team=ml';
  const bodies = (path: string) => there.received.filter((each) => each.path === path).map(({ body }) => body);
  const topic = () => journey.local.topics.topic(`arn:aws:sns:us-east-1:${homeAccount}:spawn-next-alarms`)!.published;
  const sendTest = (body: object) => journey.request('POST', '/v1/notifications/test', body);
  /** A rule calls its address within seconds, and the time stands still until the address has answered. */
  const delivered = async (count: number): Promise<void> => {
    await journey.advance(10_000);
    expect(journey.local.apiDestinations.deliveries).toHaveLength(count);
  };

  beforeAll(async () => {
    there = await receiver();
    journey = await localStack({ assembly: assemblyOf('next'), webhooks: there.url });
  }, 120_000);
  afterAll(() => void there.server.close());

  test('about a published image go as the event to an address that wants them', async () => {
    const built = await finished(journey, await startSmall(journey));
    await delivered(1);
    expect(bodies(hook)).toEqual([
      expect.objectContaining({
        source: 'spawn',
        'detail-type': 'Image Published',
        detail: expect.objectContaining({
          ami_id: built.ami_id,
          notification: {
            kind: 'build-succeeded',
            deployment: 'next@us-east-1',
            text: `tool 1.0.0 (${built.ami_id} in us-east-1) is published by ${built.build_id}`,
            slack: `tool 1.0.0 (${built.ami_id} in us-east-1) is published by ${built.build_id}`,
          },
        }),
      }),
    ]);
    expect(there.received[0]).toMatchObject({ host: 'hooks.example.org', authorization: undefined });
    expect([bodies(chat), topic()]).toEqual([[], []]);
  });

  test('about a failed test go to the topic, and in Slack’s form with the secret header to the secret address', async () => {
    const failing = { version: '2.0.0', test: { run: script('echo "no \\"GPU\\""; exit 3'), timeout: '5m' } };
    const failed = await finished(journey, await startSmall(journey, failing));
    await finished(journey, await startSmall(journey, { ...failing, stack: 'other' }));
    await delivered(2);
    expect(failed.failure.name).toBe('TestFailed');
    // The stack `other` is not among the stacks of the chat.
    expect(there.received.slice(1)).toEqual([
      {
        path: chat,
        host: 'hooks.slack.example',
        authorization: 'Bearer t0ken',
        body: { text: expect.stringMatching(/^The test of tool 2\.0\.0 .*TestFailed: /) },
      },
    ]);
    expect(topic().map(({ message }) => JSON.parse(message).detail.stack)).toEqual(['tool', 'other']);
  });

  test('can be tested: the answer says which targets were asked, and each receives the test', async () => {
    const { status, body } = await sendTest({});
    expect([status, body.targets]).toEqual([
      200,
      [
        {
          name: 'team',
          to: expect.stringContaining('spawn-next-alarms'),
          events: ['test-failed', 'debt', 'image-in-use'],
        },
        {
          name: 'chat',
          to: 'the address in the secret notifications/chat',
          events: ['test-failed', 'image-revoked'],
          stacks: ['tool'],
        },
        { name: 'hook', to: 'hooks.example.org', events: ['build-succeeded', 'image-deprecated'] },
      ],
    ]);
    await delivered(4);
    expect(bodies(chat).at(-1).text).toMatch(/^Test of the notifications of next@us-east-1, sent by arn:/);
    expect(bodies(hook).at(-1)['detail-type']).toBe('Notification Test');
    expect(topic()).toHaveLength(3);
  });

  test('can be tested for one target, whose name must exist', async () => {
    await sendTest({ targets: ['team'] });
    await journey.advance(60_000);
    expect([journey.local.apiDestinations.deliveries.length, topic().length]).toEqual([4, 4]);
    expect(await sendTest({ targets: ['chta'] })).toMatchObject({
      status: 400,
      body: { name: 'InvalidRequest', detail: expect.stringContaining("no target 'chta'") },
    });
  });

  test('that an address does not accept go to the dead letters', async () => {
    there.status.now = 410;
    await sendTest({ targets: ['hook'] });
    await delivered(5);
    await journey.advance(1000);
    expect(journey.local.bus.failures.at(-1)).toMatchObject({
      rule: 'spawn-next-notify-hook-test',
      reason: 'SDK_CLIENT_ERROR: The address answered 410.',
    });
  });
});
