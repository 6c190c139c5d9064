import Box from '@cloudscape-design/components/box';
import FileInput from '@cloudscape-design/components/file-input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { DroppedFile } from './dropped';
import { readDrop, readFiles } from './read-drop';

/** Takes a recipe and its scripts: several files or a folder, dropped or chosen. */
export function DropZone({ onFiles }: { onFiles: (files: DroppedFile[]) => void }) {
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string>();
  const take = async (reading: Promise<DroppedFile[]>): Promise<void> => {
    setProblem(undefined);
    try {
      onFiles(await reading);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div
      className={over ? 'drop-zone drop-zone-over' : 'drop-zone'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(readDrop(event.dataTransfer));
      }}
    >
      <SpaceBetween size="xs">
        <Box>
          Drop a recipe here, with the scripts that it names: several files, or its folder. Or paste its text below.
        </Box>
        <FileInput
          multiple
          value={[]}
          accept=""
          ariaLabel="Choose a recipe and its scripts"
          onChange={({ detail }) => void take(readFiles(detail.value))}
        >
          Choose files
        </FileInput>
        {problem && <StatusIndicator type="error">{problem}</StatusIndicator>}
      </SpaceBetween>
    </div>
  );
}
