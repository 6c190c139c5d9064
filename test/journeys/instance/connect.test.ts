import { tagKeys } from '../../../core/tags';
import { launched } from '../../kit/command';
import { finished, home, localStack, minutes, type Journey } from '../../kit/journey';

/** Types lines into a session as the command does in local mode, and answers with what they printed. */
async function typed(journey: Journey, session: any, lines: string[]): Promise<{ output: string; ended: boolean }> {
  let [output, ended] = ['', false];
  for (const line of lines) {
    const { status, body } = await journey.request('POST', `/local/sessions/${session.session_id}`, {
      region: session.region,
      line,
    });
    expect(status).toBe(200);
    [output, ended] = [output + body.output + body.error_output, body.ended];
  }
  return { output, ended };
}

/** Runs a command by the API and waits for its end. */
async function run(journey: Journey, name: string, command: string, more: Record<string, unknown> = {}): Promise<any> {
  const started = await journey.request('POST', `/v1/instances/${name}/commands`, { command, ...more });
  if (started.status !== 202) return started;
  const { instance_id, command_id, region } = started.body;
  for (;;) {
    const { body } = await journey.request(
      'GET',
      `/v1/instances/${instance_id}/commands/${command_id}?region=${region}`,
    );
    if (body.status !== 'running') return body;
    await journey.advance(5_000);
  }
}

describe('connecting', () => {
  let journey: Journey;
  let id: string;
  beforeAll(async () => {
    journey = await localStack({ machines: { agentSeconds: [20, 30] } });
    id = (await launched(journey, { name: 'genomics-builder', instance_type: 'r7i.4xlarge' })).instance.instance_id;
  }, 60_000);

  test('opens a session whose answer is what the plugin needs', async () => {
    const { status, body } = await journey.request('POST', '/v1/instances/Genomics-Builder/sessions', {});
    expect([status, body.instance_id, body.region]).toEqual([201, id, 'us-east-1']);
    expect(body).toMatchObject({
      session_id: expect.any(String),
      token_value: expect.any(String),
      stream_url: expect.stringMatching(/^wss:/),
    });
  });

  test('a session that is asked for again under its key is another one: its secret is kept nowhere', async () => {
    const open = () =>
      journey.request('POST', `/v1/instances/${id}/sessions`, {}, { headers: { 'idempotency-key': 'again' } });
    expect((await open()).body.session_id).not.toBe((await open()).body.session_id);
  });

  test('runs a command as it is typed: Systems Manager puts no parameter into it', async () => {
    await journey.local.call('ssm', 'PutParameter', home, { Name: '/spawn/dev/key', Value: 'told', Type: 'String' });
    const { status, output } = await run(journey, id, "echo '{{ssm:/spawn/dev/key}}' it\\'s {{.State}}; exit 3");
    expect([status, output]).toEqual(['failed', "{{ssm:/spawn/dev/key}} it's {{.State}}\n"]);
  });

  test('what is installed in a session is in the image that is made afterwards', async () => {
    const { body: session } = await journey.request('POST', `/v1/instances/${id}/sessions`, {});
    const lines = [
      'sudo yum install -y gcc-c++ make zlib-devel',
      'cd /tmp',
      'echo "tool 1.0" | sudo tee \\\n/opt/tool',
      'pwd',
      'sudo yum clean all',
      'history -c',
    ];
    expect((await typed(journey, session, lines)).output).toMatch(/Complete!.*tool 1\.0\n\/tmp\n/s);
    expect((await typed(journey, session, ['exit'])).ended).toBe(true);
    expect(
      (await journey.request('POST', `/local/sessions/${session.session_id}`, { region: 'us-east-1', line: 'pwd' }))
        .status,
    ).toBe(409);
    const made = await journey.request('POST', '/v1/images', {
      instance: 'genomics-builder',
      name: 'genomics-pipeline',
      tags: { stack: 'genomics', version: '1.0' },
    });
    expect(await finished(journey, made.body.operation_id)).toMatchObject({ status: 'succeeded' });
    const { instance } = await launched(journey, { name: 'user', stack: 'genomics' });
    expect(await run(journey, instance.instance_id, 'cat /opt/tool; rpm -q make')).toMatchObject({
      status: 'succeeded',
      output: expect.stringMatching(/^tool 1\.0\nmake-/),
    });
  }, 60_000);

  test('a command answers with its output and its exit code', async () => {
    expect(await run(journey, 'genomics-builder', 'echo out; echo bad >&2; exit 3')).toMatchObject({
      status: 'failed',
      exit_code: 3,
      output: 'out\n',
      error_output: 'bad\n',
    });
    expect(await run(journey, id, 'true')).toMatchObject({ status: 'succeeded', exit_code: 0 });
  });

  test('a command that takes longer than it may is ended and has no exit code', async () => {
    const ended = await run(journey, id, 'sleep 600', { timeout_seconds: 30 });
    expect([ended.status, ended.exit_code]).toEqual(['timed-out', undefined]);
  });

  test('a command whose log group is not in its region runs all the same, and its lines are lost: the role of an instance makes no group', async () => {
    const call = (service: string, action: string, input: object): Promise<any> =>
      journey.clock.until(journey.local.call(service, action, home, input));
    const logGroup = `/spawn/dev/commands-${home}`;
    const { Command } = await call('ssm', 'SendCommand', {
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: [id],
      Parameters: { commands: ['echo out'] },
      CloudWatchOutputConfig: { CloudWatchOutputEnabled: true, CloudWatchLogGroupName: logGroup },
    });
    await journey.advance(minutes);
    expect(await call('ssm', 'GetCommandInvocation', { CommandId: Command.CommandId, InstanceId: id })).toMatchObject({
      Status: 'Success',
      StandardOutputContent: 'out\n',
    });
    expect((await call('logs', 'DescribeLogGroups', { logGroupNamePrefix: logGroup })).logGroups).toEqual([]);
  });

  test('a command that was sent twice under one key runs once', async () => {
    const send = () =>
      journey.request(
        'POST',
        `/v1/instances/${id}/commands`,
        { command: 'echo once >>/tmp/count' },
        { headers: { 'idempotency-key': 'once' } },
      );
    expect((await send()).body).toEqual((await send()).body);
    await journey.advance(30_000);
    expect((await run(journey, id, 'cat /tmp/count')).output).toBe('once\n');
  });

  test('a command that nobody sent is not found', async () => {
    const answer = await journey.request('GET', `/v1/instances/${id}/commands/00000000-0000-4000-8000-000000000000`);
    expect(answer).toMatchObject({ status: 404, body: { name: 'OperationNotFound' } });
  });

  test.each(['sessions', 'commands'])(
    '%s need an instance that is ours, runs, and whose agent is online',
    async (kind) => {
      const ask = (name: string) =>
        journey.request('POST', `/v1/instances/${name}/${kind}`, kind === 'commands' ? { command: 'true' } : {});
      const { Instances } = await journey.ec2('RunInstances', {
        ImageId: (await journey.ec2('DescribeInstances', { InstanceIds: [id] })).Reservations[0].Instances[0].ImageId,
        InstanceType: 'm7i.large',
        MinCount: 1,
        MaxCount: 1,
      });
      await journey.advance(10_000);
      expect(await ask(Instances[0].InstanceId)).toMatchObject({
        status: 403,
        body: { name: 'NotManaged', detail: expect.stringContaining(`${tagKeys.managed}=true`) },
      });
      expect(await ask('nobody')).toMatchObject({ status: 404, body: { name: 'InstanceNotFound' } });
      const fresh = (
        await journey.request('POST', '/v1/instances', { name: `fresh-${kind}`, instance_type: 'm7i.large' })
      ).body.instance.instance_id;
      await journey.advance(4_000);
      expect(await ask(fresh)).toMatchObject({ status: 409, body: { name: 'WrongState' } });
      await journey.advance(3 * minutes);
      await journey.request('POST', `/v1/instances/${fresh}/commands`, { command: 'systemctl stop amazon-ssm-agent' });
      await journey.advance(1 * minutes);
      expect(await ask(fresh)).toMatchObject({
        status: 409,
        body: { name: 'WrongState', detail: expect.stringContaining('not online') },
      });
      await journey.ec2('StopInstances', { InstanceIds: [fresh] });
      await journey.advance(3 * minutes);
      expect(await ask(fresh)).toMatchObject({
        status: 409,
        body: { name: 'WrongState', detail: expect.stringContaining('stopped') },
      });
    },
    60_000,
  );

  test('shells are for operators, and lines of a session only from who has signed', async () => {
    const credentials = journey.local.person('jo', ['spawn-dev-reader-us-east-1', 'spawn-dev-launcher-us-east-1']);
    expect((await journey.request('POST', `/v1/instances/${id}/sessions`, {}, { credentials })).status).toBe(403);
    expect(
      (await journey.request('POST', `/v1/instances/${id}/commands`, { command: 'true' }, { credentials })).status,
    ).toBe(403);
    const operator = journey.local.person('bo', ['spawn-dev-operator-us-east-1']);
    expect((await journey.request('POST', `/v1/instances/${id}/sessions`, {}, { credentials: operator })).status).toBe(
      201,
    );
    const { clock, local } = journey;
    expect(
      (await clock.until(local.gateway({ method: 'POST', url: `${local.url}/local/sessions/x`, headers: {} }))).status,
    ).toBe(404);
  });
});
