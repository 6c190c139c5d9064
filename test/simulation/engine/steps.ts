import { smallRecipe, script } from '../../kit/recipe-text';
import type { Step } from './case';
import type { User } from './user';
import { home, machineArn, minutes, regions } from './world';

type Act = (user: User, given: Record<string, any>) => Promise<unknown>;

const failing = { provision: [{ name: 'install', run: script('exit 1'), timeout: '5m' }] };
const failingTest = { test: { run: script('exit 1'), timeout: '5m' } };
const limits = { ready: '20m', stop: '20m', image: '90m', copy: '90m' };
const strangers = ['210987654321', '345678901234'];

/** The recipe of a step: small, of this stack and version. */
export function recipeOf({
  stack = 'tool',
  version = '1.0.0',
  regions: to = [],
  fails,
  untested,
  spot,
  files,
}: Record<string, any>): string {
  return smallRecipe({
    stack,
    version,
    regions: to,
    limits,
    ...(fails === 'provision' && failing),
    ...(fails === 'test' && failingTest),
    ...(untested && { test: undefined }),
    ...(spot && { spot }),
    ...(files && { files }),
  });
}

/** The image that a step is about: the newest or oldest of the user's choice that is fit for it. */
async function chosen(user: User, { which = 'newest', stack }: Record<string, any>): Promise<any> {
  const images = await user.images(stack ? `&stack=${stack}` : '');
  const fit = images.filter((image) => image.lifecycle !== 'candidate' && image.state === 'available');
  return which === 'oldest' ? fit[0] : fit.at(-1);
}

const post =
  (path: string, body: (given: Record<string, any>) => object): Act =>
  async (user, given) => {
    const image = await chosen(user, given);
    return image && user.ask('POST', `/v1/images/${image.ami_id}/${path}`, body(given));
  };

const undo =
  (path: string, query = ''): Act =>
  async (user, given) => {
    const images = await user.images(query);
    const image = given.which === 'oldest' ? images[0] : images.at(-1);
    return image && user.ask('DELETE', `/v1/images/${image.ami_id}/${path}`);
  };

const amazonLinux = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';

/** An operator copies an image of Amazon's by hand and brings it under management: a published image in few calls. */
async function plant(user: User, { stack = 'tool', version = '1.0.0' }: Record<string, any>): Promise<void> {
  const { local, ec2, clock } = user.world;
  const { Parameter } = await local.call('ssm', 'GetParameter', home, { Name: amazonLinux });
  const name = `${stack}-${version}`;
  const { ImageId } = await ec2('CopyImage', { SourceImageId: Parameter.Value, SourceRegion: home, Name: name });
  user.memory.planted.add(ImageId as string);
  await clock.sleep(8 * minutes);
  await user.ask('POST', `/v1/images/${ImageId}/tags`, { tags: { stack, version } });
}

/** Everything that users do, by name. */
export const acts: Readonly<Record<string, Act>> = {
  async build(user, given) {
    const answer = await user.ask('POST', '/v1/builds', { recipe: recipeOf(given), ...given.body });
    return user.run('build', answer, given.wait !== false);
  },
  async interrupt({ world }, given) {
    world.interruptSpot((given.minutes ?? 3) * minutes);
  },
  async cancel(user) {
    const run = user.memory.runs.filter(({ what }) => what === 'build').at(-1);
    return run && user.ask('DELETE', `/v1/builds/${run.id}`);
  },
  async retry(user, given) {
    const run = user.memory.runs.filter(({ what }) => what === 'build').at(-1);
    return (
      run && user.run('build', await user.ask('POST', `/v1/builds/${run.id}/retries`, { recipe: recipeOf(given) }))
    );
  },
  async test(user, given) {
    const image = await chosen(user, given);
    return (
      image &&
      user.run(
        'test',
        await user.ask('POST', `/v1/images/${image.ami_id}/tests`, given.body ?? {}),
        given.wait !== false,
      )
    );
  },
  async replicate(user, given) {
    const image = await chosen(user, given);
    const body = { regions: given.regions ?? [regions[1]], ...given.body };
    return (
      image &&
      user.run('replicate', await user.ask('POST', `/v1/images/${image.ami_id}/replicas`, body), given.wait !== false)
    );
  },
  async create(user, given) {
    const [instance] = [...user.memory.instances];
    const body = { instance, name: given.name ?? 'made-1', tags: { stack: 'made', version: given.version ?? '1.0.0' } };
    return instance && user.run('create', await user.ask('POST', '/v1/images', body), given.wait !== false);
  },
  async launch(user, given) {
    const ami = given.which && (await chosen(user, given))?.ami_id;
    const body = { instance_type: 'm7i.large', name: given.name ?? 'worker', ...(ami && { ami }), ...given.body };
    const answer = await user.ask('POST', '/v1/instances', body);
    if (answer.status === 202) await user.run('launch', answer);
    const all = [answer.body?.instance, ...(answer.body?.instances ?? [])].filter(Boolean);
    for (const { instance_id } of all) user.memory.instances.add(instance_id);
    await user.world.clock.sleep(2 * minutes);
    return answer;
  },
  /** An instance uses an image, which protects it. */
  async use(user, given) {
    const image = await chosen(user, given);
    const [before, answer]: [number, any] = [user.memory.instances.size, await acts.launch?.(user, given)];
    const id = (answer?.body?.instance ?? answer?.body?.instances?.[0])?.ami_id ?? image?.ami_id;
    if (image && user.memory.instances.size > before && id === image.ami_id) user.memory.kept.set(id, image.region);
  },
  async terminate(user) {
    const [instance] = [...user.memory.instances];
    if (instance === undefined) return;
    const answer = await user.ask('DELETE', `/v1/instances/${instance}`);
    if (answer.status < 300) user.memory.instances.delete(instance);
  },
  share: post('shares', ({ accounts = strangers }) => ({ accounts })),
  unshare: post('shares', ({ accounts = strangers }) => ({ accounts, revoke: true })),
  deprecate: post('deprecation', ({ body = {} }) => ({ reason: 'old', ...body })),
  undeprecate: undo('deprecation', '&deprecated=true'),
  async revoke(user, given) {
    const image = await chosen(user, given);
    return image && user.ask('POST', `/v1/images/${image.ami_id}/revocation`, { reason: 'bad' });
  },
  restore: undo('revocation', '&revoked=true'),
  promote: post('promotions', ({ channel = 'stable' }) => ({ channel })),
  async rollback(user) {
    return user.ask('POST', '/v1/channels/stable/rollback', { stack: 'tool' });
  },
  async keep(user, given) {
    const image = await chosen(user, given);
    if (!image) return;
    const answer = await user.ask('POST', `/v1/images/${image.ami_id}/tags`, { tags: { 'spawn:keep': 'true' } });
    if (answer.status < 300) user.memory.kept.set(image.ami_id, image.region);
  },
  async refer(user, given) {
    const image = await chosen(user, given);
    if (!image) return;
    const answer = await user.ask('POST', `/v1/images/${image.ami_id}/references`, { name: 'fleet', owner: 'ml' });
    if (answer.status < 300) user.memory.kept.set(image.ami_id, image.region);
  },
  async remove(user, given) {
    const image = await chosen(user, given);
    if (!image) return;
    const answer = await user.ask('DELETE', `/v1/images/${image.ami_id}`);
    await cleaned(user, answer.body);
  },
  async cleanup(user, given) {
    const named = given.named ? { ami_ids: (await user.images()).map(({ ami_id }) => ami_id as string) } : undefined;
    const criteria = { age_days: 1, keep_latest: 1, stack: 'tool', ...given.body };
    const answer = await user.ask('POST', '/v1/cleanups', named ?? criteria);
    await cleaned(user, answer.body);
    const id: string | undefined = answer.body?.cleanup_id;
    if (id === undefined || given.apply === false) return;
    await cleaned(user, (await user.ask('POST', `/v1/cleanups/${id}/apply`, {})).body);
  },
  async apply(user) {
    const [planned] = (await user.get('/v1/cleanups'))?.cleanups ?? [];
    if (planned) await cleaned(user, (await user.ask('POST', `/v1/cleanups/${planned.cleanup_id}/apply`, {})).body);
  },
  async undelete(user) {
    const [id] = [...user.memory.removable];
    return id && user.ask('POST', `/v1/images/${id}/undeletion`, {});
  },
  health: (user) => user.ask('POST', '/v1/health', {}),
  async night(user) {
    const { clock, local } = user.world;
    const { executionArn } = await local.call('states', 'StartExecution', home, {
      stateMachineArn: machineArn('nightly'),
      input: JSON.stringify({ regions }),
    });
    await local.states.ended(executionArn);
    await clock.sleep(minutes);
  },
  async policy(user, given) {
    return user.ask('PUT', `/v1/stacks/${given.stack ?? 'tool'}`, given.body ?? { cleanup: { grace_minutes: 1 } });
  },
  plant,
  /** An instance that nobody knows of: only to show that the checks find it. */
  async litter({ world }) {
    const { Parameter } = await world.local.call('ssm', 'GetParameter', home, { Name: amazonLinux });
    await world.ec2('RunInstances', { ImageId: Parameter.Value, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 });
  },
  /** An image goes that nobody asked to have removed: only to show that the checks find it. */
  async destroy(user, given) {
    await user.world.ec2('DeregisterImage', { ImageId: (await chosen(user, given)).ami_id });
  },
  wait: (user, { minutes: count = 5 }) => user.world.clock.sleep(count * minutes),
  list: (user) => user.ask('GET', '/v1/images?region=all'),
  owners: async (user, given) => {
    const image = await chosen(user, given);
    return image && user.ask('GET', `/v1/images/${image.ami_id}/owners`);
  },
};

/** Waits until a cleanup is over, and notes what it may have removed. */
async function cleaned(user: User, started: any): Promise<void> {
  if (!started?.execution_arn) return;
  await user.world.local.states.ended(started.execution_arn).catch(() => undefined);
  const cleanup = await user.get(`/v1/cleanups/${started.cleanup_id}`);
  for (const entry of cleanup?.entries ?? []) if (entry.decision === 'remove') user.memory.removable.add(entry.id);
}

async function begun({ world }: User, site: string): Promise<void> {
  const late = new AbortController();
  await Promise.race([
    world.faults.reached(site),
    world.clock.sleep(120 * minutes, late.signal).catch(() => undefined),
  ]);
  late.abort();
  world.transport.start();
}

/** Lets the actors of a history act, each one step after the other. */
export async function perform(users: readonly User[], steps: readonly Step[]): Promise<void> {
  await Promise.all(
    users.map(async (user, actor) => {
      for (const step of steps.filter((one) => one.actor === actor)) {
        const act = acts[step.do];
        if (!act) throw new Error(`no step '${step.do}'`);
        if (step.when) await begun(user, step.when);
        user.world.log.write(user.world.clock.now(), 'step', step);
        await act(user, { ...step.with });
      }
    }),
  );
}
