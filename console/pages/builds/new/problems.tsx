import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { pluralize } from '../../../../core/lib/pluralize';
import type { Problem } from '../../../client/problem';
import { ProblemAlert } from '../../../shared/problem-alert';
import { excerptOf, missingFiles, placesOf } from './check';

/** Shows why a recipe cannot be built: each problem with its line and column. */
export function RecipeProblems({ problem, path, text }: { problem: Problem; path: string; text: string }) {
  const places = placesOf(problem, text);
  if (places.length === 0) return <ProblemAlert problem={problem} />;
  const missing = missingFiles(problem.details);
  return (
    <Alert
      type="error"
      header={
        missing.length > 0
          ? `${pluralize(missing.length, 'script')} missing: ${missing.join(', ')}`
          : `The recipe has ${pluralize(places.length, 'problem')}`
      }
    >
      <SpaceBetween size="s">
        {missing.length > 0 && <div>Drop them too, or correct their names.</div>}
        {places.map((place) => (
          <div key={`${place.line}:${place.column}:${place.message}`}>
            <b>
              {path}:{place.line}:{place.column}
            </b>
            : {place.message}
            <pre className="output">{excerptOf(text, place)}</pre>
          </div>
        ))}
      </SpaceBetween>
    </Alert>
  );
}
