import { readFile } from 'node:fs/promises';
import { createContext, runInContext, type Context } from 'node:vm';
import { bridge, registerGuest, type Answer } from './bridge';
import { Memory } from './memory';

/** Bytes that one interpreter may use. */
const mostMemory = 256 * 1024 * 1024;
const firstHeap = 1024 * 1024;
const stackWords = 16 * 1024;
/** Milliseconds of this computer after which a script counts as endless. */
const mostMilliseconds = 5000;

type Function_ = (...args: number[]) => number;
type Imports = Record<string, (...args: never[]) => unknown>;

interface Exports extends Record<string, unknown> {
  readonly memory: WebAssembly.Memory;
  readonly __indirect_function_table: WebAssembly.Table;
}

/** What the interpreter needs of its surroundings. */
export interface Surroundings {
  /** The functions for files and standard streams. */
  calls(memory: () => Memory): Imports;
  /** Answers what the Python library asks of the guest. */
  readonly answer: Answer;
  /** Milliseconds since 1970; each look may let some pass. */
  now(): number;
  /** Numbers in [0, 1). */
  random(): number;
}

let compiling: Promise<WebAssembly.Module> | undefined;

function compiled(): Promise<WebAssembly.Module> {
  compiling ??= readFile(require.resolve('@micropython/micropython-webassembly-pyscript/micropython.wasm')).then(
    (bytes) => WebAssembly.compile(bytes),
  );
  return compiling;
}

let watched: Context | undefined;

/** Thrown for a script that runs longer than any script should. */
export class EndlessScript extends Error {}

/** Runs a function that is ended when it takes too long. */
function withinLimit(run: () => void): void {
  watched ??= createContext({});
  watched.run = run;
  try {
    runInContext('run()', watched, { timeout: mostMilliseconds });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new EndlessScript('endless');
    throw error;
  } finally {
    watched.run = undefined;
  }
}

/**
 * Runs a Python text in a MicroPython of its own. The interpreter reaches nothing but its surroundings: everything it
 * imports is given here. Throws EndlessScript, and WebAssembly's errors when the interpreter crashes.
 */
export async function runMicroPython(source: string, surroundings: Surroundings): Promise<void> {
  let memory: Memory | undefined;
  let table: Function_[] = [];
  const exported = () => instance.exports as Exports;
  const here = () => (memory ??= new Memory(exported().memory));
  const call = (name: string, ...args: number[]) => (exported()[name] as Function_)(...args);
  const entry = (index: number) => (table[index] ??= exported().__indirect_function_table.get(index) as Function_);
  /** Calls a function of the table; a longjmp, which is a thrown number, ends it. */
  const invoke = (index: number, ...args: number[]) => {
    const stack = call('emscripten_stack_get_current');
    try {
      return entry(index)(...args);
    } catch (error) {
      call('_emscripten_stack_restore', stack);
      if (typeof error !== 'number') throw error;
      call('setThrew', 1, 0);
      return undefined;
    }
  };
  const known: Imports = {
    ...surroundings.calls(here),
    ...bridge(here, call, surroundings.answer),
    _emscripten_throw_longjmp: () => {
      throw Number.POSITIVE_INFINITY;
    },
    _abort_js: () => {
      throw new Error('the interpreter aborted');
    },
    emscripten_resize_heap: (size: number) => {
      const { memory: pages } = exported();
      if (size > mostMemory) return 0;
      pages.grow(
        Math.ceil(
          (Math.min(mostMemory, Math.max(size, pages.buffer.byteLength * 1.5)) - pages.buffer.byteLength) / 65536,
        ),
      );
      return 1;
    },
    mp_js_random_u32: () => Math.floor(surroundings.random() * 2 ** 32),
    mp_js_ticks_ms: () => surroundings.now() & 0x3fffffff,
    mp_js_time_ms: () => surroundings.now(),
  };
  const module = await compiled();
  const imports: Record<string, Imports> = {};
  for (const { module: group, name } of WebAssembly.Module.imports(module)) {
    const missing = () => {
      throw new Error(`the interpreter needs ${name}`);
    };
    (imports[group] ??= {})[name] = name.startsWith('invoke_') ? invoke : (known[name] ?? missing);
  }
  const instance = await WebAssembly.instantiate(module, imports);
  table = [];
  call('emscripten_stack_init');
  call('__wasm_call_ctors');
  withinLimit(() => {
    call('mp_js_init', stackWords, firstHeap);
    call('proxy_c_init');
    registerGuest(here(), call);
    const bytes = Buffer.from(source);
    const address = call('malloc', bytes.length + 1);
    here().setText(address, bytes);
    const result = call('malloc', 12);
    call('mp_js_do_exec', address, bytes.length, result);
    if (here().word(result) === 0xffffffff)
      throw new Error(`the Python library failed: ${here().text(here().word(result + 8))}`);
  });
}
