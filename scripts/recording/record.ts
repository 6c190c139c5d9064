import type { Question } from './questions';
import { scrubbed } from './scrub';

/** What was asked and answered: an answer without anything of the account, or the code and status of an error. */
export interface Recording {
  name: string;
  input: object;
  answer?: unknown;
  error?: { code: string; status?: number };
}

/** What AWS cannot be asked because it does not let whoever asks; such a recording would tell nothing. */
const refusals =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthFailure|UnrecognizedClientException|InvalidClientTokenId|ExpiredToken|ExpiredTokenException)$/;

/** Asks one question. Throws what is no answer of AWS, and what AWS does not allow. */
export async function record(
  { name, input, ask }: Question,
  options: Parameters<Question['ask']>[0],
): Promise<Recording> {
  try {
    return { name, input, answer: scrubbed(await ask(options)) };
  } catch (error) {
    const { name: code, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === undefined || refusals.test(code)) throw error;
    return { name, input, error: { code, status: $metadata.httpStatusCode } };
  }
}
