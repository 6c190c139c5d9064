import { failedWith } from '../run/evidence';
import { confirmed, counted, notAsked, refuted, type Question } from './form';

const enough = 10;

/** Whether Systems Manager sees the tags of a new instance. */
export const commandByTag: Question = {
  id: 'send-command-by-tag-of-new-instance',
  asks: 'Does SendCommand see the tags of an instance that is a minute old?',
  how: 'Every build sends its first script to a builder that has just come online, under a policy that compares its tag.',
  answers: {
    confirmed: `${enough} builds or more sent their first script.`,
    refuted: 'A build ended as PermissionDenied before its first script ran.',
  },
  judge({ builds }) {
    const denied = failedWith(builds, /^PermissionDenied$/).filter(({ run }) => run.failure?.stage === 'provision');
    if (denied.length > 0)
      return refuted(`${counted(denied.length, 'build')} of ${builds.length} denied at the first script`);
    const sent = builds.filter(({ run }) =>
      run.stages.some(({ name, status }) => name === 'provision' && status === 'succeeded'),
    );
    return sent.length >= enough
      ? confirmed(`${counted(sent.length, 'build')} sent their first script without a lasting denial`)
      : notAsked(`only ${counted(sent.length, 'build')} sent a script, and ${enough} are needed`);
  },
};
