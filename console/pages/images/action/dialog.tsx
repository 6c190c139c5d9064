import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ImageAnswer } from '../../../client/types';
import { ActionDialog } from '../../../shared/action/dialog';
import { CommandLine } from '../../../shared/command-line';
import type { Values } from './fields';
import { ActionForm } from './form';
import type { ImageAction } from './kit';
import { useImageAction } from './run';
import { UseOfImage } from './use';

// The use of more images than this is not read at once: each one asks EC2 in every region.
const mostShown = 5;

/** Asks for what an action needs, shows what it concerns, and does it to each of the images. */
export function ImageActionDialog({
  action,
  images,
  onClose,
  onDone,
}: {
  action: ImageAction;
  images: readonly ImageAnswer[];
  onClose: () => void;
  onDone?: () => void;
}) {
  const [values, setValues] = useState<Values>({});
  const [left, setLeft] = useState(images);
  const { run, running, problem } = useImageAction(action);
  const [first, ...others] = left;
  if (first === undefined) return null;
  const confirm = async (): Promise<void> => {
    const rest = await run(left, values);
    setLeft(rest);
    if (rest.length > 0) return;
    onDone?.();
    onClose();
  };
  const which = others.length === 0 ? first.name : `${left.length} images`;
  return (
    <ActionDialog
      title={`${action.label}: ${which}`}
      label={action.label}
      command={action.words(first, values)}
      typed={action.typed ? (others.length === 0 ? first.name : action.id) : undefined}
      invalid={action.invalid(values)}
      running={running}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <Box>{action.effect}</Box>
        {others.length > 0 && (
          <ExpandableSection headerText={`${left.length} images, one command each`}>
            {left.map((image) => (
              <div key={`${image.region}/${image.ami_id}`}>
                <CommandLine words={action.words(image, values)} />
              </div>
            ))}
          </ExpandableSection>
        )}
        {action.showsUse &&
          left
            .slice(0, mostShown)
            .map((image) => (
              <UseOfImage
                key={`${image.region}/${image.ami_id}`}
                image={image}
                region={values.scope === 'one' ? image.region : undefined}
              />
            ))}
        {action.showsUse && left.length > mostShown && (
          <Box>The use of {left.length - mostShown} more is not shown here.</Box>
        )}
        <ActionForm action={action} values={values} onChange={setValues} />
      </SpaceBetween>
    </ActionDialog>
  );
}
