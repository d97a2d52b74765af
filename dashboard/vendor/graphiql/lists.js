// Which lists and groups of a document can become a file, as /export calls them by its path.
import { getOperationAST, parse } from 'graphql';

const keyOf = (field) => field.alias?.value ?? field.name.value;

/** The fields of a selection, those of fragments too. */
function fieldsOf(selections, fragments) {
  return (selections?.selections ?? []).flatMap((one) => {
    if (one.kind === 'Field') return [one];
    const inner = one.kind === 'InlineFragment' ? one : fragments.get(one.name.value);
    return inner ? fieldsOf(inner.selectionSet, fragments) : [];
  });
}

/** ["platforms", "claims.groupBy", …]; [] where there is no more than one choice. */
export function listsOf({ query, operationName }) {
  let document;
  try {
    document = parse(query);
  } catch {
    return []; // the server says what is wrong
  }
  const fragments = new Map(document.definitions.filter(({ kind }) => kind === 'FragmentDefinition').map((one) => [one.name.value, one]));
  const found = new Set();
  for (const root of fieldsOf(getOperationAST(document, operationName)?.selectionSet, fragments)) {
    for (const part of fieldsOf(root.selectionSet, fragments)) {
      if (['nodes', 'edges'].includes(part.name.value)) found.add(keyOf(root));
      if (part.name.value === 'groupBy') found.add(`${keyOf(root)}.${keyOf(part)}`);
    }
  }
  return found.size > 1 ? [...found] : [];
}
