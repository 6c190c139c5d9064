import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../../kernel/types';
import { operationSchemas } from './ec2-schemas';

const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** Format 5 is ISO 8601, EC2's default. */
const settings = {
  xmlNamespace: namespace,
  serviceNamespace: 'com.amazonaws.ec2',
  timestampFormat: { useTrait: true, default: 5 },
};

/** Encodes the XML response of an operation; an operation without output answers `<return>true</return>`. */
export function encodeEc2Response(action: string, output: Record<string, any>, requestId: string): string {
  const schema = NormalizedSchema.of(operationSchemas[action]?.[5] as never);
  const head = `<${action}Response xmlns="${namespace}"><requestId>${requestId}</requestId>`;
  if (!schema.isStructSchema() || [...schema.structIterator()].length === 0) {
    return `${declaration}${head}<return>true</return></${action}Response>`;
  }
  const serializer = new XmlShapeSerializer(settings as never) as unknown as {
    writeStruct(
      schema: NormalizedSchema,
      value: unknown,
      parent: undefined,
    ): { withName(name: string): { toString(): string } };
  };
  const xml = serializer.writeStruct(schema, output, undefined).withName('Answer').toString();
  const [, members = ''] = /^<Answer[^>]*>(.*)<\/Answer>$/s.exec(xml) ?? [];
  return `${declaration}${head}${members}</${action}Response>`;
}

/** Encodes an error as XML; anything but an AwsError becomes `InternalError`. */
export function encodeEc2Error(error: unknown, requestId: string): string {
  const { code, message } =
    error instanceof AwsError
      ? error
      : { code: 'InternalError', message: error instanceof Error ? error.message : String(error) };
  return `${declaration}<Response><Errors><Error><Code>${escaped(code)}</Code><Message>${escaped(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`;
}

const entities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
};

function escaped(text: string): string {
  return text.replace(/[<>&"']/g, (character) => entities[character] ?? character);
}
