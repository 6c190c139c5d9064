import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { AnswerOf, InputOf } from '../../../client/types';
import { useAnswer } from '../../../client/use-answer';
import { ProblemAlert } from '../../../shared/problem-alert';
import { sentencesOf } from './change';

/** Shows what a change of a channel would do, as `--dry-run` of the command does, or why the API refuses it. */
export function Foreseen<Name extends 'promoteImage' | 'rollBackChannel'>({
  operation,
  input,
}: {
  operation: Name;
  input: InputOf<Name> | undefined;
}) {
  const { answer, problem, loading } = useAnswer(operation, input);
  if (loading) return <StatusIndicator type="loading">Asking what would change</StatusIndicator>;
  if (problem) return <ProblemAlert problem={problem} />;
  if (answer === undefined) return null;
  return (
    <Box>
      {sentencesOf(answer as AnswerOf<'promoteImage'>).map((sentence) => (
        <div key={sentence}>{sentence}.</div>
      ))}
    </Box>
  );
}
