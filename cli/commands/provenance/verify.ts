import type { ProvenanceAnswer } from '../../../core/provenance/check';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { hanging } from '../../render/layout/details';
import { writeResult } from '../../render/layout/output';
import { readImageArgument } from '../../workflow/shared-flags';

const verdicts = {
  verified: 'matches its signed record',
  tampered: 'does not match its signed record',
  unsigned: 'is not signed',
} as const;

/** Verifies an image against its signed build record. */
export const verifyAmi: CommandSpec = {
  names: ['verify', 'ami verify'],
  summary: 'Verify an image against its signed build record',
  details:
    'Also compares the record with the current state of the image in EC2. Exit code 0 if every check passes, 4 if a check fails or the image is not signed.',
  arguments: [readImageArgument],
  flags: [],
  examples: ['spawn verify ami-0123456789abcdef0', 'spawn ami verify ami-0123456789abcdef0 --region eu-west-1 -o json'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const answer = await (
      await context.api()
    ).get<ProvenanceAnswer>(`/v1/images/${encodeURIComponent(id)}/provenance`, { region: flags.text('region') });
    await writeResult(context, answer, () => {
      const lines = answer.checks.map(
        ({ name, passed, detail }) =>
          `${passed ? 'ok    ' : context.styles.yellow('FAILED')} ${hanging(`${name}: ${detail}`, 7, context.styles)}\n`,
      );
      const notes = answer.notes.map(
        (note) => `${context.styles.yellow('note   ')}${hanging(note, 7, context.styles)}\n`,
      );
      return `${lines.join('')}${answer.ami_id} in ${answer.region} ${verdicts[answer.verdict]}\n${notes.join('')}`;
    });
    return answer.verdict === 'verified' ? exitCodes.done : exitCodes.refused;
  },
};
