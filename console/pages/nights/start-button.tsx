import { ActionButton } from '../../shared/action/button';
import { hrefOf } from '../../shared/navigation/route';
import { navigate } from '../../shared/navigation/use-route';
import { startCommand, startedText } from './report';

/** Starts a nightly run now and shows it. */
export function StartButton() {
  return (
    <ActionButton
      operation="startNightly"
      input={{ body: {} }}
      label="Start now"
      title="Start a nightly run now"
      command={startCommand}
      done={startedText}
      onDone={({ night }) => navigate(hrefOf('nights', [night]))}
      variant="primary"
    >
      The run updates the catalog, checks health, rebuilds what is due, cleans up where a policy says so, and sends its
      report. If one is running, that one is shown.
    </ActionButton>
  );
}
