import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { ActionButton } from '../../../shared/action/button';
import { rollBackCommand } from './commands';
import { outcomeOf, rollbackOf, type ShownChannel } from './change';
import { Foreseen } from './foreseen';
import { Text } from './promote';

/** Points a channel back to the release before, with what that is. */
export function RollBack({ channel: { stack, channel, variant } }: { channel: ShownChannel }) {
  const [reason, setReason] = useState('');
  const name = { stack, channel, variant };
  return (
    <ActionButton
      operation="rollBackChannel"
      input={rollbackOf(name, reason)}
      label="Roll back"
      variant="inline-link"
      title={`Roll back ${channel} of ${stack} ${variant}?`}
      command={rollBackCommand(name, reason)}
      done={outcomeOf}
      onDone={() => setReason('')}
    >
      <SpaceBetween size="m">
        <Foreseen operation="rollBackChannel" input={rollbackOf(name, '', true)} />
        <Text label="Reason (optional)" value={reason} onChange={setReason} />
      </SpaceBetween>
    </ActionButton>
  );
}
