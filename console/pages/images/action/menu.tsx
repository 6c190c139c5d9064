import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useState } from 'react';
import { useSession } from '../../../client/session';
import type { ImageAnswer } from '../../../client/types';
import { imageActions } from './all';
import { ImageActionDialog } from './dialog';
import type { ImageAction } from './kit';

/** The menu of what can be done to the selected images. An action that makes no sense for one of them says why. */
export function ImageActions({ images, onDone }: { images: readonly ImageAnswer[]; onDone?: () => void }) {
  const { read_only } = useSession();
  const [chosen, setChosen] = useState<{ action: ImageAction; images: readonly ImageAnswer[] }>();
  const refused = read_only ? 'This console is read-only' : images.length === 0 ? 'No image is selected' : undefined;
  return (
    <>
      <ButtonDropdown
        disabled={refused !== undefined}
        disabledReason={refused}
        items={imageActions.map((action) => {
          const { id, label } = action;
          const disabledReason = images.map((image) => action.refusal(image)).find((text) => text !== undefined);
          return { id, text: label, disabled: disabledReason !== undefined, disabledReason };
        })}
        onItemClick={({ detail }) => {
          const action = imageActions.find(({ id }) => id === detail.id);
          if (action) setChosen({ action, images });
        }}
      >
        Actions
      </ButtonDropdown>
      {chosen && (
        <ImageActionDialog
          action={chosen.action}
          images={chosen.images}
          onClose={() => setChosen(undefined)}
          onDone={onDone}
        />
      )}
    </>
  );
}
