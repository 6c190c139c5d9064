import { PublishCommand } from '@aws-sdk/client-sns';
import { sns } from '../client/clients';
import { environment } from '../client/environment';

// SNS takes 256 KiB, and an e-mail of that length nobody reads.
const longestMessage = 100_000;

/** Publishes a text to whoever reads the reports of nights. SNS takes subjects of at most 100 characters of ASCII. */
export async function publishReport(subject: string, text: string): Promise<void> {
  const message = text.length <= longestMessage ? text : `${text.slice(0, longestMessage)}\n…\n`;
  await sns().send(
    new PublishCommand({ TopicArn: environment().reportTopic, Subject: subject.slice(0, 100), Message: message }),
  );
}
