import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { questions } from './recording/questions';
import { record } from './recording/record';

/**
 * Records what AWS answers to the questions, for the account of the environment, into test/recorded. A question that is
 * not allowed is told and left out.
 */
async function main(): Promise<void> {
  const folder = join(process.cwd(), 'test', 'recorded');
  mkdirSync(folder, { recursive: true });
  const region = process.env.AWS_REGION ?? 'us-east-1';
  for (const question of questions) {
    try {
      const recording = await record(question, { region });
      writeFileSync(join(folder, `${question.name}.json`), `${JSON.stringify(recording, null, 2)}\n`);
      process.stdout.write(`recorded ${question.name}${recording.error ? ` (${recording.error.code})` : ''}\n`);
    } catch (error) {
      process.stderr.write(`left out ${question.name}: ${(error as Error).name}: ${(error as Error).message}\n`);
      process.exitCode = 1;
    }
  }
}

void main();
