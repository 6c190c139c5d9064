import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useAnswer } from '../../../client/use-answer';
import type { AnswerOf } from '../../../client/types';
import { ProblemAlert } from '../../../shared/problem-alert';
import { fileText, recipeNote } from './recipe-text';

/** The recipe that an image was built from, with its files. */
export function RecipeTab({ image: { ami_id: id, region } }: { image: AnswerOf<'showImage'> }) {
  const { answer, problem, refresh } = useAnswer('readRecipe', { parameters: { id }, query: { region } });
  if (problem) return <ProblemAlert problem={problem} retry={refresh} />;
  if (answer === undefined) return <Spinner size="large" />;
  return (
    <SpaceBetween size="m">
      <Container
        header={
          <Header
            variant="h2"
            description={recipeNote(answer)}
            actions={
              <CopyToClipboard
                copyButtonText="Copy"
                textToCopy={answer.recipe}
                copySuccessText="Copied"
                copyErrorText="Could not be copied"
              />
            }
          >
            Recipe
          </Header>
        }
      >
        <Text>{answer.recipe}</Text>
      </Container>
      {Object.entries(answer.files).map(([name, content]) => (
        <ExpandableSection key={name} variant="container" headerText={name}>
          <Text>{fileText(content)}</Text>
        </ExpandableSection>
      ))}
    </SpaceBetween>
  );
}

function Text({ children }: { children: string }) {
  return (
    <Box variant="code">
      <span style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{children}</span>
    </Box>
  );
}
