// What stands in the editors now.
import { useGraphiQL } from '@graphiql/react';
import { parse as parseJsonc } from 'jsonc-parser';
import { both } from './texts.js';

export const asText = (variables) =>
  typeof variables === 'string' ? variables : variables && Object.keys(variables).length ? JSON.stringify(variables, null, 2) : '';

/** A function that reads {query, variables, operationName}; variables are an object or null. Throws an Error in words. */
export function useCurrent() {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const operationName = useGraphiQL((state) => state.operationName);
  return () => {
    const query = queryEditor?.getValue() ?? '';
    const text = variableEditor?.getValue().trim() ?? '';
    const errors = [];
    const variables = text ? parseJsonc(text, errors, { allowTrailingComma: true }) : null;
    // a comment alone is no value
    if (errors.length && variables !== undefined) throw new Error(both('变量不是有效的 JSON。', 'The variables are no valid JSON.'));
    if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) {
      throw new Error(both('变量须为 JSON 对象。', 'The variables must be a JSON object.'));
    }
    return { query, variables: variables ?? null, operationName: operationName || null };
  };
}
