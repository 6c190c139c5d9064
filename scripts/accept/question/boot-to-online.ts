import { failedWith, secondsOf, type Evidence } from '../run/evidence';
import { confirmed, counted, notAsked, refuted, type Question } from './form';

const enough = 10;
const longest = { al2023: 240, ubuntu: 360 } as const;

function launches({ builds }: Evidence, kind: keyof typeof longest): number[] {
  const like = kind === 'al2023' ? ['al2023', 'smoke'] : ['ubuntu'];
  return builds.filter((each) => like.includes(each.kind)).flatMap(({ run }) => secondsOf(run, 'launch') ?? []);
}

const range = (seconds: readonly number[]): string => `${Math.min(...seconds)} to ${Math.max(...seconds)} s`;

/** How long agents of untouched bases take to come online. */
export const bootToOnline: Question = {
  id: 'seconds-from-boot-to-online',
  asks: 'Is the agent of an untouched base online in time: four minutes on Amazon Linux 2023, six on Ubuntu?',
  how: 'The stage `launch` of every build lasts from RunInstances until Systems Manager says Online.',
  answers: {
    confirmed: `Of ${enough} launches of each base, the slowest is within its limit.`,
    refuted: 'A launch took longer, or a build ended as InstanceUnreachable.',
  },
  notLocally: 'its agents take as long as it is told',
  judge(evidence) {
    const lost = failedWith(evidence.builds, /^InstanceUnreachable$/);
    if (lost.length > 0) return refuted(`${counted(lost.length, 'build')} ended as InstanceUnreachable`);
    const measured = { al2023: launches(evidence, 'al2023'), ubuntu: launches(evidence, 'ubuntu') };
    const said = (['al2023', 'ubuntu'] as const)
      .filter((kind) => measured[kind].length > 0)
      .map(
        (kind) =>
          `${kind}: ${counted(measured[kind].length, 'launch').replace('launchs', 'launches')}, ${range(measured[kind])}`,
      )
      .join('; ');
    const slow = (['al2023', 'ubuntu'] as const).some((kind) => measured[kind].some((each) => each > longest[kind]));
    if (slow) return refuted(said);
    const few = (['al2023', 'ubuntu'] as const).some((kind) => measured[kind].length < enough);
    return few ? notAsked(`${said || 'no launch'}; ${enough} of each are needed`) : confirmed(said);
  },
};
