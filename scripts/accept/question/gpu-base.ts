import { baseParameter } from '../../../core/model/base';
import { secondsOf } from '../run/evidence';
import { confirmed, notAsked, refuted, type Question } from './form';

const gib = 75;
/** Cleaning may take 15 minutes and half a minute for each GiB. */
const longest = 900 + gib * 30;

/** The size of the GPU base, and how long it is cleaned and searched. */
export const gpuBase: Question = {
  id: 'gpu-base-root-and-search',
  asks: `Has the GPU base a root snapshot of ${gib} GiB, and is it searched within its limit?`,
  how: 'DescribeImages of the base, and the stage `clean` of one build on it.',
  answers: {
    confirmed: `The base has ${gib} GiB, and the stage took less than ${longest} s.`,
    refuted: 'The base has another size, or the search ran out of time.',
  },
  notLocally: 'its search reads a few files',
  async act(session, { builds }) {
    const Name = baseParameter('al2023-gpu', 'x86_64');
    const { Parameter } = await session.call('ssm', 'GetParameter', session.region, { Name });
    const { Images } = await session.call('ec2', 'DescribeImages', session.region, { ImageIds: [Parameter.Value] });
    const root = Images[0].BlockDeviceMappings.find(({ DeviceName }: any) => DeviceName === Images[0].RootDeviceName);
    const size = Number(root?.Ebs?.VolumeSize);
    const built = builds.find(({ kind }) => kind === 'gpu')?.run;
    const seconds = built && secondsOf(built, 'clean');
    const described = `the base has ${size} GiB`;
    if (size !== gib) return refuted(described);
    if (built?.failure?.stage === 'clean')
      return refuted(`${described}; the stage clean ended as ${built.failure.name}`);
    if (seconds === undefined) return notAsked(`${described}; no build on it passed the stage clean`);
    return confirmed(`${described}; cleaning and searching took ${seconds} s of ${longest} s`);
  },
};
