import { notificationOf } from '../../../core/notification/event';
import { hclTemplate } from '../../../core/packer/hcl';
import { jsonTemplate, type PackerPlan } from '../../../core/packer/template';
import type { Injected } from './shells';

const plan = (text: string): PackerPlan => ({
  name: 'tool',
  description: text,
  base: 'al2023',
  instance_types: ['m7i.large'],
  architecture: 'x86_64',
  tags: { team: text },
  files: [],
  scripts: [],
});

/** What Packer makes of a text of a template: `{{"{{"}}` is written for `{{`. */
const evaluated = (text: string): string =>
  text
    .replaceAll('{{"{{"}}', '\u0000')
    .replace(/\{\{.*?\}\}/gs, 'EVALUATED')
    .replaceAll('\u0000', '{{');

/** What HCL makes of a string between quotes: interpolation is evaluated, and its escape is the text. */
function ofHcl(quoted: string): string {
  const parts = quoted.replace(/\$\$\{|%%\{/g, (escape) => `${escape[0] === '$' ? '\ue010' : '\ue011'}{`);
  const interpolated = parts.replace(/[$%]\{[^}]*\}/g, 'EVALUATED');
  return (JSON.parse(interpolated) as string).replace(/[\ue010\ue011]\{/g, (one) =>
    one[0] === '\ue010' ? '${' : '%{',
  );
}

/** Every document that a text of a user is written into, and the text as who reads the document finds it. */
const documents: Readonly<Record<string, (text: string) => string | undefined>> = {
  'a template of Packer in JSON': (text) => {
    const [builder] = (JSON.parse(jsonTemplate(plan(text))) as { builders: any[] }).builders;
    return builder.ami_description === builder.tags.team ? evaluated(builder.tags.team) : undefined;
  },
  'a template of Packer in HCL': (text) => {
    const [, quoted] = /^\s*ami_description\s*= ("[^\n]*")$/m.exec(hclTemplate(plan(text))) ?? [];
    return quoted === undefined ? undefined : evaluated(ofHcl(quoted));
  },
  'the text of a notification': (text) => {
    const found = notificationOf('Image Deprecated', { name: 'one', reason: text })!.text;
    const told = found.replace(/^one is deprecated(: )?/, '');
    // Long texts are cut between characters, and say so.
    const cut = told.endsWith('…') && told.length > 900 ? told.slice(0, -1) : undefined;
    return cut !== undefined && Buffer.from(cut).toString() === cut && text.startsWith(cut) ? text : told;
  },
};

/** Writes a text into each document. Tells where it is read as something else, or what is no text at all. */
export function miswritten(text: string): Injected[] {
  // A template's text has no characters of ours.
  const given = Buffer.from(text)
    .toString()
    .replace(/[\u0000\ue010\ue011]/g, '');
  return Object.entries(documents).flatMap(([way, write]): Injected[] => {
    try {
      const found = write(given);
      const whole = found === given && Buffer.from(found).toString() === found;
      return whole ? [] : [{ way, text, what: `it is read as ${JSON.stringify(found)?.slice(0, 300)}` }];
    } catch (error) {
      return [{ way, text, what: `${(error as Error).name}: ${(error as Error).message}`.slice(0, 300) }];
    }
  });
}
