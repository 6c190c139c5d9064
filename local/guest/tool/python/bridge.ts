import type { Memory } from './memory';

/** Answers a question in JSON with JSON. */
export type Answer = (question: string) => string;

type Call = (name: string, ...args: number[]) => number;

// The kinds of values that pass between the interpreter and its surroundings.
const STRING = 5;
const OBJECT = 7;

// The two objects that Python may see. The interpreter's own number 0 is all of JavaScript: here it is empty.
const GUEST = 2;
const ASK = 3;

/** Makes the module `_guest` known to the interpreter. */
export function registerGuest(memory: Memory, call: Call): void {
  const name = call('malloc', 8);
  memory.setText(name, Buffer.from('_guest'));
  const value = call('malloc', 12);
  memory.setWord(value, OBJECT);
  memory.setWord(value + 4, GUEST);
  call('mp_js_register_js_module', name, value);
}

/**
 * Returns the imports by which Python reaches objects of JavaScript. The interpreter was made for browsers; here it
 * reaches nothing but the function `ask` of the module `_guest`.
 */
export function bridge(
  memory: () => Memory,
  call: Call,
  answer: Answer,
): Record<string, (...args: never[]) => unknown> {
  return {
    has_attr: () => 0,
    lookup_attr: (object: number, name: number, out: number) => {
      if (object !== GUEST || memory().text(name) !== 'ask') return 0;
      memory().setWord(out, OBJECT);
      memory().setWord(out + 4, ASK);
      return 1;
    },
    call1: (called: number, _isMethod: number, argument: number, out: number) => {
      if (called !== ASK || memory().word(argument) !== STRING) throw new Error('only _guest.ask(text) can be called');
      const question = memory().bytes(memory().word(argument + 8), memory().word(argument + 4));
      const bytes = Buffer.from(answer(Buffer.from(question).toString('utf8')));
      const address = call('malloc', bytes.length + 1);
      memory().setText(address, bytes);
      memory().setWord(out, STRING);
      memory().setWord(out + 4, bytes.length);
      memory().setWord(out + 8, address);
    },
    proxy_js_free_obj: () => undefined,
    js_check_existing: () => -1,
  };
}
