import type { RunAnswer } from '../../../core/api/contract/run';
import { tagKeys } from '../../../core/tags';
import { ended, recipeOf, start } from '../run/builds';
import { codeOf, deploymentOf, poll, type Session } from '../run/session';
import { confirmed, notAsked, refuted, type Answer, type Question } from './form';

/** Whether a pending image can be deregistered, and a disabled one be read. */
export const pendingAndDisabled: Question = {
  id: 'deregister-pending-read-disabled',
  asks: 'Does DeregisterImage take a pending image, and does DescribeImageAttribute answer for a disabled one?',
  how: 'A build is cancelled while its image is pending; an image of the stage is disabled, read and enabled.',
  answers: {
    confirmed: 'The cancelled build leaves no image, and the permissions of the disabled image can be read.',
    refuted: 'Either call is refused.',
  },
  async act(session, { builds }) {
    const published = builds.find(({ run }) => run.status === 'succeeded' && !run.discard)?.run.ami_id;
    if (published === undefined) return notAsked('no image was published that could be disabled');
    const disabled = await readDisabled(session, published);
    if (disabled.verdict !== 'confirmed') return disabled;
    const pending = await cancelPending(session);
    return pending.verdict === 'confirmed' ? confirmed(`${disabled.evidence}; ${pending.evidence}`) : pending;
  },
};

async function readDisabled(session: Session, ImageId: string): Promise<Answer> {
  await session.call('ec2', 'DisableImage', session.region, { ImageId });
  try {
    const { ImageId: answered } = await session.call('ec2', 'DescribeImageAttribute', session.region, {
      ImageId,
      Attribute: 'launchPermission',
    });
    return answered === ImageId ? confirmed('a disabled image was read') : refuted('another image was answered');
  } catch (error) {
    return refuted(`DescribeImageAttribute of a disabled image answered ${codeOf(error)}`);
  } finally {
    await session.call('ec2', 'EnableImage', session.region, { ImageId });
  }
}

async function cancelPending(session: Session): Promise<Answer> {
  const id = await start(session, { kind: 'al2023', recipe: recipeOf('al2023', '3.0.0') });
  const read = (): Promise<RunAnswer> => session.api.get<RunAnswer>(`/v1/operations/${id}`);
  const at = await poll(session, read, ({ status, ami_id }) => status !== 'running' || ami_id !== undefined, {
    what: 'the build up to its image',
    minutes: 30,
    seconds: 5,
  });
  if (at.status !== 'running' || at.ami_id === undefined || !(await isPending(session, at.ami_id))) {
    if (at.status === 'running') await session.api.remove(`/v1/builds/${id}`);
    return notAsked('the image was not seen pending');
  }
  await session.api.remove(`/v1/builds/${id}`);
  await ended(session, id, 20);
  const left = await candidates(session, at.ami_id);
  return left === 0 ? confirmed('a pending image was deregistered') : refuted('the pending image is still there');
}

async function isPending(session: Session, id: string): Promise<boolean> {
  const { Images } = await session.call('ec2', 'DescribeImages', session.region, { ImageIds: [id] });
  return Images[0]?.State === 'pending';
}

async function candidates(session: Session, id: string): Promise<number> {
  const { Images } = await session.call('ec2', 'DescribeImages', session.region, {
    Owners: ['self'],
    IncludeDisabled: true,
    Filters: [{ Name: `tag:${tagKeys.deployment}`, Values: [deploymentOf(session)] }],
  });
  return Images.filter(({ ImageId, State }: any) => ImageId === id && State !== 'deregistered').length;
}
