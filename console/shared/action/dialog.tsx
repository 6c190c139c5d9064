import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactNode } from 'react';
import type { Problem } from '../../client/problem';
import { useSession } from '../../client/session';
import { CommandLine } from '../command-line';
import { ProblemAlert } from '../problem-alert';
import { TypedConfirmation } from './typed-confirmation';

export interface ActionDialogProps {
  title: string;
  /** What happens, as sentences or fields of a form. */
  children?: ReactNode;
  /** The words of the command that does the same, without `spawn`. */
  command: readonly (string | undefined | false)[];
  /** The text of the button that does it. */
  label: string;
  /** The word to type, for what destroys something. */
  typed?: string;
  /** Why it cannot be done yet, such as a field that is missing. */
  invalid?: string;
  running: boolean;
  problem?: Problem;
  onConfirm: () => void;
  onClose: () => void;
}

/**
 * Asks before an action: shows which deployment it acts on and the command that does the same, and has a word typed
 * before something is destroyed. An error stays in the dialog.
 */
export function ActionDialog(props: ActionDialogProps) {
  const { title, children, command, label, typed, invalid, running, problem, onConfirm, onClose } = props;
  const { deployment } = useSession();
  const [text, setText] = useState('');
  const blocked = invalid ?? (typed !== undefined && text !== typed ? `Type ${typed} to confirm` : undefined);
  return (
    <Modal
      visible
      header={title}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Close
            </Button>
            <Button
              variant="primary"
              onClick={onConfirm}
              loading={running}
              disabled={blocked !== undefined}
              disabledReason={blocked}
            >
              {label}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Box>
          Deployment: <b>{deployment.description}</b>
        </Box>
        {children}
        {typed !== undefined && <TypedConfirmation word={typed} typed={text} onType={setText} />}
        {problem && <ProblemAlert problem={problem} />}
        <CommandLine words={command} />
      </SpaceBetween>
    </Modal>
  );
}
