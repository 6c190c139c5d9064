import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo, useState } from 'react';
import { useSession } from '../../../client/session';
import { useAnswer } from '../../../client/use-answer';
import { ActionButton } from '../../../shared/action/button';
import { useSettled } from '../../../shared/use-settled';
import { fields, groups, paths, type PolicyChange } from './fields';
import { changedPaths, changeOf, entriesOf, errorOf, setCommand, type Entries, type Stack } from './form';
import { Member } from './member';
import { Preview } from './preview';

// Each preview asks EC2 in every region.
const settled = 600;

/** The policy of a stack as a form, with what a night would do under it before it is saved. */
export function PolicyTab({ stack }: { stack: Stack }) {
  const [base, setBase] = useState(stack);
  const [entries, setEntries] = useState(() => entriesOf(stack));
  const saved = useMemo(() => entriesOf(base), [base]);
  const { read_only } = useSession();
  const change = changeOf(saved, entries);
  const text = JSON.stringify(change);
  const asked = useSettled(text, settled);
  const reading = useAnswer('previewPolicy', {
    parameters: { stack: base.stack },
    body: JSON.parse(asked) as PolicyChange,
  });
  const load = (fresh: Stack): void => {
    setBase(fresh);
    setEntries(entriesOf(fresh));
  };
  const isChanged = changedPaths(saved, entries).length > 0;
  return (
    <SpaceBetween size="l">
      {stack.revision > base.revision && (
        <Alert type="info" action={<Button onClick={() => load(stack)}>Load it</Button>}>
          The policy has changed since this form was opened.
        </Alert>
      )}
      <Form entries={entries} problem={reading.problem} disabled={read_only} onChange={setEntries} />
      <Preview
        reading={reading}
        isBehind={asked !== text}
        command={[...setCommand(base.stack, saved, entries), '--dry-run']}
      />
      <SpaceBetween direction="horizontal" size="xs">
        <ActionButton
          operation="setStack"
          input={{ parameters: { stack: base.stack }, body: { ...change, revision: base.revision } }}
          label="Save the policy"
          title={`Change the policy of ${base.stack}?`}
          variant="primary"
          command={setCommand(base.stack, saved, entries)}
          disabledReason={isChanged ? undefined : 'Nothing is changed'}
          done={() => `The policy of ${base.stack} is saved`}
          onDone={load}
        >
          <Box>{reading.answer?.change}</Box>
        </ActionButton>
        <Button disabled={!isChanged} onClick={() => setEntries(saved)}>
          Discard
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}

function Form({
  entries,
  problem,
  disabled,
  onChange,
}: {
  entries: Entries;
  problem: Parameters<typeof errorOf>[1];
  disabled: boolean;
  onChange: (entries: Entries) => void;
}) {
  return (
    <SpaceBetween size="l">
      {groups.map((group) => (
        <Container key={group} header={<Header variant="h2">{group}</Header>}>
          <ColumnLayout columns={3}>
            {paths
              .filter((path) => fields[path].group === group)
              .map((path) => (
                <Member
                  key={path}
                  path={path}
                  entry={entries[path]}
                  error={errorOf(path, problem)}
                  disabled={disabled}
                  onChange={(entry) => onChange({ ...entries, [path]: entry })}
                />
              ))}
          </ColumnLayout>
        </Container>
      ))}
    </SpaceBetween>
  );
}
