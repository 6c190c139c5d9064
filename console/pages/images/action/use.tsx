import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useAnswer } from '../../../client/use-answer';
import type { ImageAnswer } from '../../../client/types';
import { textOfUse } from './use-text';

/** Shows which images an action concerns and what uses them, as `--dry-run` of the command does. */
export function UseOfImage({ image, region }: { image: ImageAnswer; region?: string }) {
  const { answer, problem, loading } = useAnswer('listOwners', { parameters: { id: image.ami_id }, query: { region } });
  if (loading) return <StatusIndicator type="loading">Reading what uses {image.name}</StatusIndicator>;
  if (answer === undefined)
    return (
      <StatusIndicator type="error">
        What uses {image.name} could not be read: {problem?.message}
      </StatusIndicator>
    );
  const { summary, used, lines } = textOfUse(answer);
  return (
    <ExpandableSection headerText={summary} defaultExpanded={used}>
      {lines.map((line) => (
        <Box key={line} fontSize="body-s">
          {line}
        </Box>
      ))}
    </ExpandableSection>
  );
}
