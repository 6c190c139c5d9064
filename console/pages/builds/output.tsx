import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEffect, useRef, useState } from 'react';
import { CommandLine } from '../../shared/command-line';
import { ProblemAlert } from '../../shared/problem-alert';
import type { RunAnswer } from './filter';
import { earlierText, failedScript, plainText, scriptsOf, shownLines, type LogLine } from './log';
import { isScriptFailure, logCommand } from './run';
import { useLog } from './use-log';

const firstLines = 40;
const moreLines = 1_000;
const all = { value: '', label: 'All scripts' };

/**
 * Shows the output of the scripts of a run, as it is printed: the last forty lines first, after a failure those of the
 * script that failed.
 */
export function RunLog({ run }: { run: RunAnswer }) {
  const { log, problem, retry } = useLog(run.build_id);
  const [chosen, setChosen] = useState<string>();
  const [count, setCount] = useState(firstLines);
  const scripts = scriptsOf(log.lines);
  const failed = isScriptFailure(run) ? failedScript(scripts, run.failure?.message) : undefined;
  const script = chosen ?? failed ?? '';
  const { shown, above } = shownLines(log.lines, script || undefined, count);
  const options = [all, ...scripts.map((name) => ({ value: name, label: name }))];
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={<CommandLine words={logCommand(run)} />}
          actions={
            scripts.length > 1 && (
              <Select
                ariaLabel="Script"
                options={options}
                selectedOption={options.find(({ value }) => value === script) ?? all}
                onChange={({ detail }) => setChosen(detail.selectedOption.value ?? '')}
              />
            )
          }
        >
          Output of the scripts
        </Header>
      }
    >
      <SpaceBetween size="s">
        {problem && <ProblemAlert problem={problem} retry={retry} />}
        {Object.entries(log.unread).map(([region, reason]) => (
          <StatusIndicator key={region} type="warning">
            The log in {region} cannot be read: {reason}
          </StatusIndicator>
        ))}
        {above > 0 && <Button onClick={() => setCount(count + moreLines)}>{earlierText(above, moreLines)}</Button>}
        {above === 0 && log.dropped > 0 && (
          <Box color="text-body-secondary">
            The {log.dropped} lines before these are left out; the command prints them all.
          </Box>
        )}
        {shown.length > 0 ? (
          <Lines lines={shown} named={script === ''} />
        ) : (
          <Box color="text-body-secondary">{emptyText(run, log.done)}</Box>
        )}
        {!log.done && shown.length > 0 && <StatusIndicator type="loading">Follows the output</StatusIndicator>}
      </SpaceBetween>
    </Container>
  );
}

function emptyText({ status }: RunAnswer, done: boolean): string {
  if (status === 'running') return 'No script has printed anything yet.';
  return done ? 'No script has printed anything.' : 'Reading the output';
}

/** Shows lines, scrolled to the last one until somebody scrolls away from it. */
function Lines({ lines, named }: { lines: readonly LogLine[]; named: boolean }) {
  const box = useRef<HTMLPreElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (follows.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  return (
    <pre
      ref={box}
      className="output"
      tabIndex={0}
      role="log"
      aria-label="Output of the scripts"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < 20;
      }}
    >
      {lines
        .map(({ stage, text }) => `${named && stage !== undefined ? `[${stage}] ` : ''}${plainText(text)}\n`)
        .join('')}
    </pre>
  );
}
