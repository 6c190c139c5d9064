import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import { useSession } from '../client/session';
import { commandText } from './command-text';

/** Shows the command that does the same as this page or action, and copies it. The words come without `spawn`. */
export function CommandLine({ words }: { words: readonly (string | undefined | false)[] }) {
  const text = commandText(useSession().command, words);
  return (
    <span className="command-line">
      <CopyToClipboard
        variant="icon"
        textToCopy={text}
        copyButtonAriaLabel={`Copy the command ${text}`}
        copySuccessText="Copied"
        copyErrorText="Could not be copied"
      />
      <code>{text}</code>
    </span>
  );
}
