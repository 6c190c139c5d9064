import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { CommandLine } from '../../shared/command-line';
import type { Note } from './state';
import { applyCommand } from './words';

/** Shows a note with the command that continues the cleanup, if that is what to do. */
export function NoteAlert({ id, note: { type, header, text, continues } }: { id: string; note: Note }) {
  return (
    <Alert type={type} header={header}>
      <SpaceBetween size="xs">
        <div className="message">{text}</div>
        {continues && <CommandLine words={applyCommand(id)} />}
      </SpaceBetween>
    </Alert>
  );
}
