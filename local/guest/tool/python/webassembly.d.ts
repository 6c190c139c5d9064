/** The part of WebAssembly that Node has and its types do not tell of. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  interface Table {
    get(index: number): unknown;
  }
  interface Instance {
    readonly exports: object;
  }
  const RuntimeError: ErrorConstructor;
  const Module: { imports(module: Module): { module: string; name: string }[] };
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: object): Promise<Instance>;
}
