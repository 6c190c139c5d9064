import type { Observation } from '../../../core/wait/observation';
import { judgeWait } from '../../../core/wait/condition';
import { instance, now, wait } from '../kit/images';

describe('a command whose agent is silent', () => {
  const running = wait({ condition: 'command-finished', command_id: 'c-1', subject: 'install' });
  const silent = (minutes: number, changes: Partial<Observation> = {}): Observation => ({
    command: { status: 'InProgress', status_details: 'InProgress' },
    instance: instance(),
    agent_online: false,
    agent_pinged_at: new Date(now.getTime() - minutes * 60_000).toISOString(),
    ...changes,
  });

  test('has lost its instance 15 minutes after the last report, with what to do', () => {
    const verdict = judgeWait(running, silent(15), now);
    expect(verdict).toMatchObject({ state: 'failed', error: 'InstanceLost' });
    expect(verdict).toMatchObject({
      cause:
        "the agent of i-1 last reported at 2026-01-14T10:15:00.000Z, 15m ago, while it ran the script 'install': the " +
        'script stopped or removed the agent, cut its network, or used all memory. Leave amazon-ssm-agent installed ' +
        'and running, and restart it only with systemctl restart.',
    });
  });

  test.each<[string, Observation]>([
    ['reported less than 15 minutes ago, which a reboot may take', silent(14.9)],
    [
      'reported 29 minutes ago on bare metal, which checks its hardware',
      silent(29, { instance: instance({ instance_type: 'm7i.metal-24xl' }) }),
    ],
    ['is online', silent(40, { agent_online: true })],
    ['has never registered', silent(40, { agent_pinged_at: undefined })],
    ['reported at a time that nobody can read', silent(40, { agent_pinged_at: 'soon' })],
    ['was not asked for', silent(40, { agent_online: undefined })],
    ['is on an instance that was not read', silent(40, { instance: undefined })],
    ['is on an instance that EC2 does not know', silent(40, { instance: 'absent' })],
  ])('is waited for when it %s', (_, seen) => expect(judgeWait(running, seen, now)).toEqual({ state: 'pending' }));

  test('has lost its instance after 30 minutes on bare metal', () => {
    const seen = silent(30, { instance: instance({ instance_type: 'm7i.metal-24xl' }) });
    expect(judgeWait(running, seen, now)).toMatchObject({
      error: 'InstanceLost',
      cause: expect.stringContaining('30m ago'),
    });
  });

  test('has ended when Systems Manager says so, however silent its agent is', () => {
    expect(
      judgeWait(running, silent(40, { command: { status: 'Success', status_details: 'Success', exit_code: 0 } }), now),
    ).toMatchObject({ state: 'ready' });
  });

  test('is lost for the reason that EC2 gives when its instance does not run', () => {
    const seen = silent(40, { instance: instance({ state: 'stopped' }) });
    expect(judgeWait(running, seen, now)).toMatchObject({ cause: expect.stringContaining('is stopped') });
  });
});
