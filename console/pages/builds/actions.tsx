import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useNow } from '../../client/now';
import { ActionButton } from '../../shared/action/button';
import { hrefOf } from '../../shared/navigation/route';
import { navigate } from '../../shared/navigation/use-route';
import type { RunAnswer } from './filter';
import { cancelCommand, canRetry, decideCommand, retryCommand, waitsForApproval } from './run';

/** The buttons of a run: what can be done with it as it is. */
export function RunActions({ run }: { run: RunAnswer }) {
  const now = useNow(5_000);
  const isBuild = run.kind === 'build';
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {waitsForApproval(run) && <Decide id={run.build_id} decision="approved" />}
      {waitsForApproval(run) && <Decide id={run.build_id} decision="rejected" />}
      {canRetry(run, now) && <Retry run={run} />}
      {isBuild && run.status !== 'running' && run.ami_id !== undefined && (
        <Button href={hrefOf('builds', ['new'], { image: run.ami_id, region: run.region })}>Build again</Button>
      )}
      {isBuild && run.status === 'failed' && run.ami_id === undefined && (
        <Button href={hrefOf('builds', ['new'])}>New build</Button>
      )}
      {isBuild && run.status === 'running' && <Cancel run={run} />}
    </SpaceBetween>
  );
}

function Cancel({ run: { build_id: id, cancel_requested } }: { run: RunAnswer }) {
  return (
    <ActionButton
      operation="cancelBuild"
      input={{ parameters: { id } }}
      label="Cancel build"
      title={`Cancel ${id}?`}
      command={cancelCommand(id)}
      typed="cancel"
      disabledReason={cancel_requested ? 'It is being cancelled' : undefined}
      done={() => ({ type: 'info', header: `${id} is being cancelled` })}
    >
      The build ends, and everything that it has created is removed.
    </ActionButton>
  );
}

function Decide({ id, decision }: { id: string; decision: 'approved' | 'rejected' }) {
  const [reason, setReason] = useState('');
  const approves = decision === 'approved';
  return (
    <ActionButton
      operation="decideApproval"
      input={{ parameters: { id }, body: { decision, reason: reason || undefined } }}
      label={approves ? 'Approve' : 'Reject'}
      title={approves ? `Approve ${id}?` : `Reject ${id}?`}
      variant={approves ? 'primary' : 'normal'}
      command={decideCommand(id, decision, reason)}
      invalid={!approves && reason === '' ? 'Say why the build is rejected' : undefined}
      done={() => (approves ? `${id} is approved and is being published` : `${id} is rejected: its image is removed`)}
    >
      <SpaceBetween size="s">
        <Box>{approves ? 'Its image is published and copied.' : 'The build fails, and its image is removed.'}</Box>
        <FormField label={approves ? 'Reason (optional)' : 'Reason'} description="It is recorded with your identity.">
          <Input value={reason} onChange={({ detail }) => setReason(detail.value)} />
        </FormField>
      </SpaceBetween>
    </ActionButton>
  );
}

const stages = [
  { value: '', label: 'The stage that failed' },
  { value: 'test', label: 'Test' },
  { value: 'scan', label: 'Scan' },
] as const;

function Retry({ run: { build_id: id, kept_candidate: kept } }: { run: RunAnswer }) {
  const [stage, setStage] = useState<(typeof stages)[number]>(stages[0]);
  const from = stage.value || undefined;
  return (
    <ActionButton
      operation="retryBuild"
      input={{ parameters: { id }, body: { from } }}
      label="Retry"
      title={`Retry ${id}?`}
      variant="primary"
      command={retryCommand(id, { from })}
      done={({ build_id }) => `${build_id} retries ${id}`}
      onDone={({ build_id }) => navigate(hrefOf('builds', [build_id]))}
    >
      <SpaceBetween size="s">
        <Box>
          A new build tests and publishes {kept?.ami_id} without building it again. To test it with another test, use
          the command with --recipe.
        </Box>
        <FormField label="Begin with">
          <Select
            options={stages}
            selectedOption={stage}
            onChange={({ detail }) =>
              setStage(stages.find(({ value }) => value === detail.selectedOption.value) ?? stages[0])
            }
          />
        </FormField>
      </SpaceBetween>
    </ActionButton>
  );
}
