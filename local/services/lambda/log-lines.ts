import type { LogStore } from '../logs/store';
import type { LocalWorld } from '../world';
import type { FunctionDefinition } from './definition';

/**
 * Writes what functions print to their log groups, as Lambda does with the function's own role: a role without the
 * permission leaves no log.
 */
export function functionLogs(
  world: LocalWorld,
  store: LogStore,
  onLog: (name: string, line: string) => void = () => undefined,
) {
  const allowed = new Map<string, boolean>();
  const may = (definition: FunctionDefinition): boolean => {
    const role = world.role(definition.roleName);
    const arn = `arn:aws:logs:${world.homeRegion}:${world.accountId}:log-group:${definition.logGroup}:log-stream:any`;
    try {
      for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents'])
        world.authorize('logs', role!, world.homeRegion, action, arn);
      return true;
    } catch {
      return false;
    }
  };
  return (definition: FunctionDefinition, stream: string, line: string): void => {
    onLog(definition.name, line);
    if (!allowed.has(definition.name)) allowed.set(definition.name, may(definition));
    const group = store.group(world.homeRegion, definition.logGroup);
    if (group && allowed.get(definition.name)) store.write(group, stream, [line]);
  };
}
