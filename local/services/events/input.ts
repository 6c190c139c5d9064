const fault = (what: string): Error => Object.assign(new Error(what), { name: 'UnsupportedTarget' });

/** The value at a plain JSON path (`$.detail.image-id`, `$`); undefined when there is none. */
function valueAt(document: unknown, path: string): unknown {
  if (!/^\$(\.[A-Za-z0-9_-]+|\[\d+\])*$/.test(path))
    throw fault(`The path '${path}' of an event target is not evaluated locally.`);
  const steps = [...path.matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]/g)].map((match) => match[1] ?? match[2]!);
  return steps.reduce<any>(
    (value, step) => (value === null || value === undefined ? undefined : value[step]),
    document,
  );
}

export interface TargetInput {
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
}

/**
 * Returns what a target of a rule receives for an event: the event, a part of it, a constant, or a template filled in.
 */
export function targetInput(target: TargetInput, event: Record<string, any>): unknown {
  if (target.Input !== undefined) return parsed(target.Input);
  if (target.InputPath !== undefined) return valueAt(event, target.InputPath);
  if (!target.InputTransformer) return event;
  const { InputPathsMap = {}, InputTemplate } = target.InputTransformer;
  const values: Record<string, unknown> = {
    'aws.events.event': event,
    'aws.events.event.json': event,
    ...Object.fromEntries(Object.entries(InputPathsMap).map(([name, path]) => [name, valueAt(event, path)])),
  };
  return parsed(fill(InputTemplate, values));
}

/** Inside quotes a value is put in as text, elsewhere as JSON: EventBridge's rule for `<name>`. */
function fill(template: string, values: Record<string, unknown>): string {
  let quoted = false;
  return template.replace(/\\.|"|<([^<>"\s]+)>/g, (whole, name: string | undefined) => {
    if (whole === '"') quoted = !quoted;
    if (name === undefined) return whole;
    const value = values[name];
    if (!quoted) return value === undefined ? '""' : JSON.stringify(value);
    const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
