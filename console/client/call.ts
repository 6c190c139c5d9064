import { consoleTimeHeader } from '../../core/api/console-session';
import { clock } from './now';
import { setBy } from './clock';
import { problemFrom, problemOf } from './problem';
import { addressOf, routeOf, type LooseInput } from './request';
import type { AnswerOf, InputOf, Operation } from './types';

/**
 * Calls an operation of the API and returns its answer. Throws a Problem for an error. A change carries an idempotency
 * key: the command may repeat it, and it takes effect once.
 */
export async function call<Name extends Operation>(
  operation: Name,
  input: InputOf<Name>,
  signal?: AbortSignal,
): Promise<AnswerOf<Name>> {
  const { method } = routeOf(operation);
  const { body } = input as LooseInput;
  return (await send(addressOf(operation, input as LooseInput), {
    method,
    signal,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(method === 'POST' && { 'idempotency-key': crypto.randomUUID() }),
    },
  })) as AnswerOf<Name>;
}

/** Sends a request to the console and returns its JSON. Throws a Problem for an error. */
export async function send(address: string, options: RequestInit = {}): Promise<unknown> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(address, { ...options, credentials: 'same-origin', redirect: 'error' });
    text = await answer.text();
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw problemFrom(error);
  }
  clock.set(setBy(clock.get(), answer.headers.get(consoleTimeHeader), Date.now()));
  const body = parse(text);
  if (!answer.ok) throw problemOf(answer.status, body);
  return body;
}

function parse(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return { message: text.slice(0, 200) };
  }
}
