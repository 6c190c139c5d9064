import { join } from 'node:path';

/** The regions of the deployments, whatever the shipped settings say. */
const regions = ['us-west-2', 'eu-west-1'];

/** The deployments that journeys run: mostly the first, and the second beside it. */
export const stages = ['dev', 'next'] as const;

/** The account that local mode runs a deployment in, and one that the second deployment copies to. */
export const [homeAccount, memberAccount] = ['123456789012', '222233334444'];

/** The secrets that a deployment needs before it. */
export const secrets = {
  'notifications/chat': '{"url": "https://hooks.slack.example/services/T0/B0/x1", "auth": "Bearer t0ken"}',
};
const notifications = [
  {
    name: 'team',
    topic: `arn:aws:sns:us-east-1:${homeAccount}:spawn-next-alarms`,
    events: ['test-failed', 'debt', 'image-in-use'],
  },
  {
    name: 'chat',
    url_secret: 'notifications/chat',
    auth_header: 'Authorization',
    format: 'slack',
    events: ['test-failed', 'image-revoked'],
    stacks: ['tool'],
  },
  { name: 'hook', url: 'https://hooks.example.org/spawn?team=ml', events: ['build-succeeded', 'image-deprecated'] },
];

/**
 * The second deployment forwards the events of its other regions and has a member account; the first leaves events to
 * the sweeper and has none. The second notifies a topic and two addresses.
 */
export const ofStage: Record<StageOfTest, object> = {
  dev: { regions },
  next: {
    regions,
    regional_stacks: true,
    home_account: homeAccount,
    member_accounts: [memberAccount],
    notifications,
    owner_tag: 'owner',
  },
};

export type StageOfTest = (typeof stages)[number];

/** Where the global setup has left word of what it synthesized. */
export const assembliesVariable = 'SPAWN_TEST_ASSEMBLIES';

/** The folder of a stage's synthesized app, made before the first journey. */
export function assemblyOf(stage: StageOfTest): string {
  const folder = process.env[assembliesVariable];
  if (!folder)
    throw new Error('nothing is synthesized: the journeys run under jest.config.cjs, whose global setup does that');
  return join(folder, stage);
}
