import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../kernel/types';
import type { Protocol } from './protocol';
import { escapeXml, respond, textOf } from './protocol';
import { decode, treeOf, type Dialect } from './query/input';

/** The SDK's runtime schema of an operation: index 4 is the input's, 5 the output's. */
export type OperationSchemas = Readonly<Record<string, readonly unknown[]>>;

const dialect: Dialect = {
  memberName: (name, { xmlName }) => xmlName ?? name,
  itemsOf: (node) => (typeof node.member === 'object' ? node.member : node),
};

/** Creates a query protocol of AWS: it reads forms and writes XML, by the schemas of the SDK. */
export function queryProtocol(namespace: string, schemas: OperationSchemas): Protocol {
  const settings = {
    xmlNamespace: namespace,
    serviceNamespace: namespace,
    timestampFormat: { useTrait: true, default: 5 },
  };
  const membersOf = (action: string, output: Record<string, any>): string => {
    const schema = NormalizedSchema.of(schemas[action]?.[5] as never);
    if (!schema.isStructSchema()) return '';
    const serializer = new XmlShapeSerializer(settings as never) as unknown as {
      writeStruct(
        schema: NormalizedSchema,
        value: unknown,
        parent: undefined,
      ): { withName(name: string): { toString(): string } };
    };
    return (
      /^<Answer[^>]*>(.*)<\/Answer>$/s.exec(
        serializer.writeStruct(schema, output, undefined).withName('Answer').toString(),
      )?.[1] ?? ''
    );
  };
  return {
    decode(request) {
      const { Action: action, Version: _version, ...parameters } = treeOf(new URLSearchParams(textOf(request.body)));
      const schema = typeof action === 'string' && Object.hasOwn(schemas, action) ? schemas[action] : undefined;
      if (!schema) throw new AwsError('InvalidAction', `${String(action)} is not simulated.`);
      return {
        action: action as string,
        input: decode(dialect, NormalizedSchema.of(schema[4] as never), parameters, '') as Record<string, any>,
      };
    },
    encode(action, output, requestId) {
      const result = `<${action}Result>${membersOf(action, output)}</${action}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
      return respond(200, 'text/xml', `<${action}Response xmlns="${namespace}">${result}</${action}Response>`, {
        'x-amzn-requestid': requestId,
      });
    },
    fail(error, requestId) {
      const what = `<Type>Sender</Type><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>`;
      return respond(
        error.status,
        'text/xml',
        `<ErrorResponse xmlns="${namespace}"><Error>${what}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      );
    },
  };
}
