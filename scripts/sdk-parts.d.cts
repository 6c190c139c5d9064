export function commandsIn(folder: string): Set<string>;
export function withoutExtras(source: string): string;
export function onlyUsedCommands(source: string, used: ReadonlySet<string>): string;
export function onlyReachedSchemas(source: string, used: ReadonlySet<string>): string;
