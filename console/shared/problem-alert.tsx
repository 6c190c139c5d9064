import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { Problem } from '../client/problem';

/** Shows an error with its fixed name and what to do; `retry` reads again. */
export function ProblemAlert({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const { errorName, message, hint } = problem;
  return (
    <Alert
      type="error"
      header={errorName ?? 'The request failed'}
      action={retry && <Button onClick={retry}>Try again</Button>}
    >
      {message}
      {hint && <div>{hint}</div>}
    </Alert>
  );
}
