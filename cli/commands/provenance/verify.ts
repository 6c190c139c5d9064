import type { ProvenanceAnswer } from '../../../core/provenance/check';
import type { CommandSpec } from '../../framework/command';
import { exitCodes } from '../../framework/failure';
import { writeResult } from '../../render/layout/output';
import { imageArgument } from '../../workflow/shared-flags';

const verdicts = {
  verified: 'is what was built',
  tampered: 'is not what was signed',
  unsigned: 'is not signed',
} as const;

/** Verifies the signed record of where an image comes from. */
export const verifyAmi: CommandSpec = {
  names: ['verify', 'ami verify'],
  summary: 'Verify that an image is what was built: its signed record against EC2 as it is now',
  details: 'Exits with 0 when every check passes, with 4 when one does not or the image is not signed.',
  arguments: [imageArgument],
  flags: [],
  examples: ['spawn verify ami-0123456789abcdef0', 'spawn ami verify ami-0123456789abcdef0 --region eu-west-1 -o json'],
  run: async ({ arguments: [id = ''], flags }, context) => {
    const answer = await (
      await context.api()
    ).get<ProvenanceAnswer>(`/v1/images/${encodeURIComponent(id)}/provenance`, { region: flags.text('region') });
    await writeResult(context, answer, () => {
      const lines = answer.checks.map(
        ({ name, passed, detail }) => `${passed ? 'ok    ' : context.styles.yellow('WRONG ')} ${name}: ${detail}\n`,
      );
      const notes = answer.notes.map((note) => `${context.styles.yellow('but    ')}${note}\n`);
      return `${lines.join('')}${answer.ami_id} in ${answer.region} ${verdicts[answer.verdict]}\n${notes.join('')}`;
    });
    return answer.verdict === 'verified' ? exitCodes.done : exitCodes.refused;
  },
};
