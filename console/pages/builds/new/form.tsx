import ContentLayout from '@cloudscape-design/components/content-layout';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Textarea from '@cloudscape-design/components/textarea';
import { useEffect, useMemo, useState } from 'react';
import { useAnswer } from '../../../client/use-answer';
import { ActionButton } from '../../../shared/action/button';
import { hrefOf, type PageProps } from '../../../shared/navigation/route';
import { navigate } from '../../../shared/navigation/use-route';
import { ProblemAlert } from '../../../shared/problem-alert';
import { DropZone } from './drop-zone';
import { bytesOf, filesFor, recipeAmong, withFiles, type DroppedFile, type Given } from './dropped';
import { Options } from './options';
import { Plan } from './plan';
import { RecipeProblems } from './problems';
import { buildBody, buildCommand, durationProblem, noOptions } from './request';
import { useSettled } from '../../../shared/use-settled';

const nothing: Given = { path: 'recipe.yaml', text: '', files: [] };

/**
 * A new build: a recipe that is dropped, chosen or pasted, or that of an image (`?image=ami-…&region=…`), is checked by
 * the API, which answers what a build would do; then it is started.
 */
export function NewBuild({ route: { query } }: PageProps) {
  const { image: id, region } = query;
  const [given, setGiven] = useState<Given>(nothing);
  const [options, setOptions] = useState(noOptions);
  const kept = useAnswer('readRecipe', id === undefined ? undefined : { parameters: { id }, query: { region } });
  useEffect(() => {
    if (kept.answer === undefined) return;
    const files = Object.entries(kept.answer.files).map(([path, text]) => ({ path, bytes: bytesOf(text) }));
    setGiven({ path: 'recipe.yaml', text: kept.answer.recipe, files });
    // Without it, the published image would be the answer.
    setOptions((chosen) => ({ ...chosen, force: true }));
  }, [kept.answer]);

  const [note, setNote] = useState<string>();
  const take = (more: readonly DroppedFile[]): void => {
    const files = withFiles(given.files, more);
    const recipe = recipeAmong(more);
    if (recipe === undefined && given.text === '')
      setNote('Which of these files is the recipe? Call it recipe.yaml, or drop it alone.');
    else setNote(undefined);
    const text = recipe === undefined ? given.text : new TextDecoder().decode(recipe.bytes);
    setGiven({ path: recipe?.path ?? given.path, text, files });
  };

  const body = useMemo(() => buildBody(given, options), [given, options]);
  const settled = useSettled(body, 500);
  const isValid = [options.keepFailed, options.keepCandidate].every((text) => durationProblem(text) === undefined);
  const preview = useAnswer('previewBuild', settled.recipe.trim() === '' || !isValid ? undefined : { body: settled });
  const isCurrent = settled === body && !preview.refreshing;
  const sent = Object.keys(filesFor(given.text, given.path, given.files));
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="The recipe is checked as you write. Nothing is made until you start the build."
          actions={
            <ActionButton
              operation="startBuild"
              input={{ body }}
              label="Start build"
              title="Start this build?"
              variant="primary"
              command={buildCommand(given.path, options)}
              disabledReason={
                isCurrent && preview.answer ? undefined : 'The recipe has to be checked first, and be valid'
              }
              done={({ build_id, reused }) =>
                reused === 'published' ? `${build_id} already published this image` : `${build_id} builds`
              }
              onDone={({ build_id }) => navigate(hrefOf('builds', [build_id]))}
            >
              {preview.answer && `${preview.answer.image_name}: instances run until the build has ended.`}
            </ActionButton>
          }
        >
          New build
        </Header>
      }
    >
      <SpaceBetween size="l">
        {kept.problem && <ProblemAlert problem={kept.problem} retry={kept.refresh} />}
        <Container header={<Header variant="h2">Recipe</Header>}>
          <SpaceBetween size="m">
            <DropZone onFiles={take} />
            {note && <StatusIndicator type="warning">{note}</StatusIndicator>}
            <FormField
              stretch
              label={given.path}
              description={sent.length > 0 ? `Sent with it: ${sent.join(', ')}` : 'No script is sent with it.'}
            >
              <Textarea
                ariaLabel="Text of the recipe"
                value={given.text}
                rows={16}
                spellcheck={false}
                disableBrowserAutocorrect
                onChange={({ detail }) => setGiven({ ...given, text: detail.value })}
              />
            </FormField>
            <Options options={options} onChange={setOptions} />
          </SpaceBetween>
        </Container>
        {(preview.refreshing || settled !== body) && given.text.trim() !== '' && (
          <StatusIndicator type="loading">Checking the recipe</StatusIndicator>
        )}
        {isCurrent && preview.problem && (
          <RecipeProblems problem={preview.problem} path={given.path} text={settled.recipe} />
        )}
        {preview.answer && <Plan preview={preview.answer} command={buildCommand(given.path, options, true)} />}
      </SpaceBetween>
    </ContentLayout>
  );
}
