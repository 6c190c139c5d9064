import { tagKeys } from '../../../core/tags';
import type { Evidence } from '../run/evidence';
import { deploymentOf, type Session } from '../run/session';
import { confirmed, counted, notAsked, refuted, type Answer, type Question } from './form';

const denial = /ec2:CreateTags[^]*snapshot/;

/** Whether EC2 authorizes the tags of new snapshots as CreateTags with `ec2:CreateAction`. */
export const tagsOfSnapshots: Question = {
  id: 'create-tags-action-of-snapshots',
  asks: 'Do CreateImage and CopyImage authorize the tags of their snapshots by ec2:CreateAction?',
  how: 'The smoke build and one copy run under the deployed policies; then the tags of their snapshots are read.',
  answers: {
    confirmed: 'A build and a copy ended well, and every snapshot of the stage has its tag.',
    refuted: 'CreateImage or CopyImage was denied with ec2:CreateTags on a snapshot.',
  },
  async act(session, evidence): Promise<Answer> {
    const seen = fromRuns(evidence);
    if (seen !== undefined) return seen;
    const image = evidence.copy?.replicas.find(({ status }) => status === 'available')?.ami_id;
    const snapshots = image === undefined ? [] : await snapshotsOf(session, image);
    if (snapshots.length === 0) return notAsked('no copy has a snapshot to look at');
    const bare = snapshots.filter(
      ({ Tags = [] }: any) => !Tags.some(({ Key, Value }: any) => isOurs(session, Key, Value)),
    );
    const looked = `${counted(snapshots.length, 'snapshot')} of the copy`;
    return bare.length === 0
      ? confirmed(`a build and a copy ended well; ${looked} with the tag of the deployment`)
      : refuted(`${counted(bare.length, 'snapshot')} of ${looked} without the tag of the deployment`);
  },
};

const isOurs = (session: Session, key: string, value: string): boolean =>
  key === tagKeys.deployment && value === deploymentOf(session);

function fromRuns({ builds, copy }: Evidence): Answer | undefined {
  const runs = [...builds.map(({ run }) => run), ...(copy ? [copy] : [])];
  const denied = runs.find(({ failure, replicas }) =>
    [failure, ...replicas].some((each) => denial.test(each?.message ?? '')),
  );
  if (denied) return refuted('a run was denied with ec2:CreateTags on a snapshot');
  if (!builds.some(({ run }) => run.status === 'succeeded')) return notAsked('no build ended well');
  return copy?.status === 'succeeded' ? undefined : notAsked('no copy ended well');
}

async function snapshotsOf(session: Session, image: string): Promise<any[]> {
  const region = session.copyRegion;
  const { Images } = await session.call('ec2', 'DescribeImages', region, { ImageIds: [image] });
  const ids = Images[0].BlockDeviceMappings.flatMap(({ Ebs }: any) => Ebs?.SnapshotId ?? []);
  return (await session.call('ec2', 'DescribeSnapshots', region, { SnapshotIds: ids })).Snapshots;
}
