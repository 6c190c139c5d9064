import { ended, recipeOf, start } from '../run/builds';
import { confirmed, notAsked, refuted, type Question } from './form';

/** Fails when the image had files of the agent before its first boot; those are older than the boot. */
const test = `#!/bin/bash
set -eu
booted=$(date -d "$(uptime -s)" +%s)
found=0
for folder in /var/lib/amazon/ssm /var/log/amazon/ssm; do
  [ -d "$folder" ] || continue
  while IFS= read -r file; do
    [ "$(stat -c %Y "$file")" -ge "$booted" ] || { echo "before boot: $file"; found=1; }
  done < <(find "$folder" -type f)
done
exit "$found"
`;

/** Whether a stopped agent leaves its emptied folder empty. */
export const agentFolder: Question = {
  id: 'agent-folder-after-stop',
  asks: 'Do the folders of a stopped agent stay empty after they were emptied?',
  how: 'The test of one more build of Amazon Linux looks for files of the agent that are older than its boot.',
  answers: {
    confirmed: 'No file of the agent is older than the first boot of the image.',
    refuted: 'The test names files of the agent, or an instance registered under the id of the builder.',
  },
  notLocally: 'its agent writes only while it runs, and at once',
  async act(session) {
    const id = await start(session, { kind: 'al2023', recipe: recipeOf('al2023', '2.0.0', test) });
    const run = await ended(session, id, 40);
    if (run.status === 'succeeded') return confirmed('no file of the agent was older than the first boot');
    return run.failure?.name === 'TestFailed'
      ? refuted('the test found files of the agent that are older than the first boot')
      : notAsked(`the build ended as ${run.failure?.name ?? run.status}`);
  },
};
