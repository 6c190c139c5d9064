import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEffect, useState } from 'react';
import { useNow } from '../../client/now';
import { useAnswer } from '../../client/use-answer';
import { ActionButton } from '../../shared/action/button';
import { outcomeOf } from '../../shared/action/outcome';
import { hrefOf } from '../../shared/navigation/route';
import { ProblemAlert } from '../../shared/problem-alert';
import { addressQuery, formOfRequest, problemOf, type CleanupAsked } from './new/plan-form';
import { savingText } from './savings';
import {
  cannotKeep,
  leftOf,
  nextOf,
  tooLateToRestore,
  tooOld,
  type CleanupDetails,
  type Entry,
  type Removal,
} from './state';
import { applyCommand, keepCommand, keepTag, keepTagText, restoreCommand, undeleteCommand } from './words';

/** What can be done with a cleanup as it is. */
export function CleanupActions({ cleanup }: { cleanup: CleanupDetails }) {
  const form = formOfRequest(cleanup.request as CleanupAsked);
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button href={hrefOf('cleanup', ['new'], addressQuery(form))}>Plan again</Button>
      {nextOf(cleanup) && <Apply cleanup={cleanup} />}
    </SpaceBetween>
  );
}

/** Applies a plan, or continues it, after somebody has typed a word. */
function Apply({ cleanup }: { cleanup: CleanupDetails }) {
  const { cleanup_id: id, limit } = cleanup;
  const [typed, setTyped] = useState('');
  const now = useNow(5_000);
  const label = nextOf(cleanup) ?? 'Continue';
  const left = leftOf(cleanup);
  const most = typed.trim() === '' ? undefined : typed.trim();
  const problem = problemOf('limit', typed);
  return (
    <ActionButton
      operation="applyCleanup"
      input={{ parameters: { id }, body: { limit: most === undefined ? undefined : Number(most) } }}
      label={label}
      title={`${label} ${id}?`}
      variant="primary"
      command={applyCommand(id, most)}
      typed="remove"
      invalid={problem}
      disabledReason={tooOld(cleanup, now)}
      done={() => ({ type: 'info', header: `${id} marks what it removes` })}
    >
      <SpaceBetween size="s">
        <Box>
          Removes {Math.min(left, Number(most) || limit)} of {left}, the oldest first, with their snapshots. The whole
          plan saves {savingText(cleanup)}.
        </Box>
        <Box>
          Everything is marked first. What is launched, tagged to be kept or referred to before its grace period ends
          stays.
        </Box>
        <FormField label="Removals at most (optional)" errorText={problem}>
          <Input
            value={typed}
            inputMode="numeric"
            placeholder={String(limit)}
            onChange={({ detail }) => setTyped(detail.value)}
          />
        </FormField>
      </SpaceBetween>
    </ActionButton>
  );
}

/** Takes an image out of a plan: the tag that keeps it also keeps it from later cleanups. */
export function KeepButton({ entry }: { entry: Entry }) {
  const { id, region, name } = entry;
  const [copies, setCopies] = useState(true);
  return (
    <ActionButton
      operation="tagImage"
      input={{ parameters: { id }, body: { tags: keepTag, region: copies ? undefined : region } }}
      label="Keep"
      ariaLabel={`Keep ${name || id} in ${region}`}
      title={`Keep ${name || id}?`}
      variant="inline-link"
      command={keepCommand(entry, copies)}
      disabledReason={cannotKeep(entry)}
      done={(answer) => outcomeOf('Keep', name || id, answer)}
    >
      <SpaceBetween size="s">
        <Box>
          The tag {keepTagText} keeps the image from this and every later cleanup. Plan again to see the plan without
          it.
        </Box>
        <Checkbox checked={copies} onChange={({ detail }) => setCopies(detail.checked)}>
          Also its copies in other regions
        </Checkbox>
      </SpaceBetween>
    </ActionButton>
  );
}

/** Takes a marked image back while its grace period runs. */
export function RestoreButton({ cleanup, removal }: { cleanup: CleanupDetails; removal: Removal }) {
  const { id, region, name } = removal;
  const now = useNow(5_000);
  return (
    <ActionButton
      operation="restoreImage"
      input={{ parameters: { id }, query: { region } }}
      label="Take back"
      ariaLabel={`Take back ${name || id} in ${region}`}
      title={`Take back ${name || id}?`}
      variant="inline-link"
      command={restoreCommand(removal)}
      disabledReason={tooLateToRestore(cleanup, now)}
      done={(answer) => outcomeOf('Take back', name || id, answer)}
    >
      The image stays, with its launch permissions. A later cleanup may select it again.
    </ActionButton>
  );
}

/** Brings a removed image back from the Recycle Bin, after a look whether the bin still has it. */
export function UndeleteButton({ removal }: { removal: Removal }) {
  const { id, region, name } = removal;
  const [obstacle, setObstacle] = useState<string | undefined>(looking);
  return (
    <ActionButton
      operation="undeleteImage"
      input={{ parameters: { id }, body: { region } }}
      label="Undelete"
      ariaLabel={`Undelete ${name || id} in ${region}`}
      title={`Undelete ${name || id}?`}
      variant="inline-link"
      command={undeleteCommand(removal)}
      invalid={obstacle}
      done={(answer) => outcomeOf('Undelete', name || id, answer)}
    >
      <InBin removal={removal} onObstacle={setObstacle} />
    </ActionButton>
  );
}

const sentence = (text: string): string => `${text[0]?.toUpperCase()}${text.slice(1)}.`;

const looking = 'The Recycle Bin is being read';

/** Says what the Recycle Bin has of an image, and tells what is in the way of its return. */
function InBin({
  removal: { id, region },
  onObstacle,
}: {
  removal: Removal;
  onObstacle: (obstacle: string | undefined) => void;
}) {
  const { answer, problem } = useAnswer('undeleteImage', {
    parameters: { id },
    body: { region, dry_run: true },
  });
  const obstacle = answer
    ? answer.changed
      ? undefined
      : 'The image is not removed any more'
    : problem
      ? 'The image cannot come back'
      : looking;
  useEffect(() => onObstacle(obstacle), [obstacle, onObstacle]);
  if (problem) return <ProblemAlert problem={problem} />;
  if (answer === undefined) return <StatusIndicator type="loading">{looking}</StatusIndicator>;
  return <Box>{obstacle ?? answer.warnings?.map(sentence).join(' ')}</Box>;
}
