declare module 'asl-validator' {
  /** Checks a definition by the schema of the language. */
  export default function validate(definition: object): { isValid: boolean; errorsText(separator?: string): string };
}
