import { PublishCommand } from '@aws-sdk/client-sns';
import { sns } from '../client/clients';
import { environment } from '../client/environment';

// SNS accepts 256 KiB, but nobody reads an e-mail of that length.
const longestMessage = 100_000;

/** Publishes the report of a nightly run to its topic. SNS accepts subjects of at most 100 ASCII characters. */
export async function publishReport(subject: string, text: string): Promise<void> {
  const message = text.length <= longestMessage ? text : `${text.slice(0, longestMessage)}\n…\n`;
  await sns().send(
    new PublishCommand({ TopicArn: environment().reportTopic, Subject: subject.slice(0, 100), Message: message }),
  );
}
