import { failedWith, secondsOf } from '../run/evidence';
import { confirmed, notAsked, refuted, type Question } from './form';

const bases = ['al2023', 'ubuntu', 'gpu'] as const;

/** Whether untouched bases are free of residue after the default cleanup. */
export const residueOfBases: Question = {
  id: 'residue-of-untouched-bases',
  asks: 'Does the search for residue find nothing on the untouched bases?',
  how: 'A build of each base, with a script that does nothing, goes through the stage `clean`.',
  answers: {
    confirmed: 'A build of each of the three bases passed the stage `clean`.',
    refuted: 'A build ended as ResidueFound; the evidence has the files of the vendor.',
  },
  notLocally: 'its disks hold a small part of the files of the images of vendors',
  judge({ builds }) {
    const found = failedWith(builds, /^ResidueFound$/);
    if (found.length > 0)
      return refuted(found.map(({ kind, run }) => `${kind}: ${run.failure!.message.slice(0, 400)}`).join('; '));
    const passed = bases.filter((base) =>
      builds.some(({ kind, run }) => kind === base && secondsOf(run, 'clean') !== undefined),
    );
    return passed.length === bases.length
      ? confirmed(`${passed.join(', ')} passed the stage clean`)
      : notAsked(`only ${passed.join(', ') || 'none'} of ${bases.join(', ')} passed the stage clean`);
  },
};
