// The current query as commands for a shell and for Python; pure, so that any query can be tried.
import { getOperationAST, parse, print, separateOperations } from 'graphql';

/** For a shell: between single quotes nothing has a meaning but the quote itself, which JSON can write otherwise. */
const shellJson = (value) => `'${JSON.stringify(value, null, 2).replaceAll("'", '\\u0027')}'`;

const python = (value, indent = '') => {
  const inner = indent + '    ';
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'object') {
    const [open, close] = Array.isArray(value) ? '[]' : '{}';
    const parts = Array.isArray(value)
      ? value.map((item) => python(item, inner))
      : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${python(item, inner)}`);
    const short = `${open}${parts.join(', ')}${close}`;
    return short.length < 80 && !short.includes('\n') ? short : `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${indent}${close}`;
  }
  return JSON.stringify(value); // a JSON string or number is one of Python's, too
};

const CONTROL = /[\0-\x08\x0b-\x1f\x7f\ud800-\udfff]/gu;

/** A text of several lines between triple quotes, whatever is in it. */
const pythonText = (text) =>
  `"""\n${text
    .trim()
    .replaceAll('\\', '\\\\')
    .replaceAll('"""', '\\"\\"\\"')
    .replace(CONTROL, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n"""`;

const isEmpty = (variables) => !variables || !Object.keys(variables).length;

/** What of a document one operation needs: as written where it has no other. */
function alone({ query, operationName }) {
  const document = parse(query);
  if (document.definitions.filter(({ kind }) => kind === 'OperationDefinition').length < 2) return query;
  const operation = getOperationAST(document, operationName);
  return operation ? print(separateOperations(document)[operation.name?.value ?? '']) : query;
}

export function kindOf({ query, operationName }) {
  return getOperationAST(parse(query), operationName)?.operation;
}

const asked = ({ query, variables, operationName }) => ({
  query: query.trim(),
  ...(isEmpty(variables) ? {} : { variables }),
  ...(operationName ? { operationName } : {}),
});

const AUTHORIZED = `-H "Authorization: Bearer $DENGTA_TOKEN" -H 'Content-Type: application/json'`;

export function curl(current, origin) {
  const live = kindOf(current) === 'subscription';
  return `curl -sS${live ? 'N' : ''} ${origin}/graphql \\
  ${AUTHORIZED}${live ? " -H 'Accept: text/event-stream'" : ''} \\
  --data-binary ${shellJson(asked(current))}
`;
}

/** Without --fail-with-body a refusal would lie in the file as if it were data. */
export function curlExport(current, origin, format) {
  return `curl -sS --fail-with-body ${origin}/export -o dengta.${format} \\
  ${AUTHORIZED} \\
  --data-binary ${shellJson({ ...asked(current), format })}
`;
}

export function pythonClient(current, origin, kind) {
  const variables = isEmpty(current.variables) ? '' : ', variables';
  return `import os

from dengta_client import Dengta

dengta = Dengta(${JSON.stringify(origin)}, token=os.environ["DENGTA_TOKEN"])
document = ${pythonText(alone(current))}
${variables ? `variables = ${python(current.variables)}\n` : ''}
data = dengta.query(document${variables})
${
  kind === 'query'
    ? `
# a list or a groupBy, with all its rows:
frame = dengta.frame(document${variables})  # for pandas
dengta.save(document, "dengta.parquet"${variables})
`
    : ''
}`;
}
