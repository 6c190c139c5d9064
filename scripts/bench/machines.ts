import type { Simulation } from './simulation';

/**
 * State transitions, history events and the largest input or output of a state in bytes, over all executions of a
 * simulation.
 */
export async function executionFigures({
  local,
  clock,
}: Simulation): Promise<{ transitions: number; historyEvents: number; largestPayload: number }> {
  const figures = { transitions: 0, historyEvents: 0, largestPayload: 0 };
  for (const { executionArn } of await clock.until(local.executions())) {
    const { transitions, historyEvents } = local.states.statistics(executionArn as string);
    figures.transitions += transitions;
    figures.historyEvents += historyEvents;
    let nextToken: string | undefined;
    do {
      const input = { executionArn, maxResults: 1000, includeExecutionData: true, nextToken };
      const page = await clock.until(local.call('states', 'GetExecutionHistory', local.world.homeRegion, input));
      for (const event of page.events as object[])
        figures.largestPayload = Math.max(figures.largestPayload, largestText(event));
      nextToken = page.nextToken as string | undefined;
    } while (nextToken !== undefined);
  }
  return figures;
}

function largestText(event: object): number {
  const payloads = Object.values(event).filter((details) => details !== null && typeof details === 'object') as Record<
    string,
    unknown
  >[];
  const texts = payloads.flatMap(({ input, output }) => [input, output]).filter((text) => typeof text === 'string');
  return Math.max(0, ...texts.map((text) => Buffer.byteLength(text)));
}
