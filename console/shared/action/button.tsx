import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import { useState, type ReactNode } from 'react';
import type { AnswerOf, InputOf, Operation } from '../../client/types';
import { ActionDialog } from './dialog';
import { useAction } from './use-action';
import type { Notification } from '../notifications';

/**
 * A button for one operation: asks in a dialog, calls, tells what has happened and reads the page again. It is disabled
 * with the reason while the console is read-only or `disabledReason` is given.
 */
export function ActionButton<Name extends Operation>({
  operation,
  input,
  label,
  title,
  children,
  command,
  typed,
  invalid,
  disabledReason,
  done,
  onDone,
  variant,
  ariaLabel,
}: {
  operation: Name;
  input: InputOf<Name>;
  /** Text of the button, here and in the dialog. */
  label: string;
  title: string;
  /** What happens, or fields that set `input`. */
  children?: ReactNode;
  command: readonly (string | undefined | false)[];
  typed?: string;
  invalid?: string;
  disabledReason?: string;
  done: (answer: AnswerOf<Name>) => string | Omit<Notification, 'id'> | undefined;
  onDone?: (answer: AnswerOf<Name>) => void;
  variant?: ButtonProps.Variant;
  /** What the button does, where its text does not say to what. */
  ariaLabel?: string;
}) {
  const [open, setOpen] = useState(false);
  const action = useAction(operation, done);
  const refused = action.refused ?? disabledReason;
  const close = (): void => {
    action.reset();
    setOpen(false);
  };
  const confirm = async (): Promise<void> => {
    const answer = await action.run(input);
    if (answer === undefined) return;
    close();
    onDone?.(answer);
  };
  return (
    <>
      <Button
        variant={variant}
        ariaLabel={ariaLabel}
        disabled={refused !== undefined}
        disabledReason={refused}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      {open && (
        <ActionDialog
          title={title}
          command={command}
          label={label}
          typed={typed}
          invalid={invalid}
          running={action.running}
          problem={action.problem}
          onConfirm={() => void confirm()}
          onClose={close}
        >
          {children}
        </ActionDialog>
      )}
    </>
  );
}
