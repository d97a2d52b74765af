// A statement on one line, as people read it: a line for each clause, indented by subquery.

const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]|[^\s'"()]+|\s+/g;
const CLAUSES = new Set(['select', 'from', 'where', 'group', 'order', 'having', 'limit', 'offset', 'union', 'window', 'left', 'inner', 'cross', 'join']);
const JOINS = new Set(['left', 'inner', 'cross']);

export function readable(sql) {
  const tokens = sql.match(TOKEN) ?? [];
  const word = (at) => tokens[at]?.toLowerCase();
  const following = (at) => word(tokens[at + 1]?.trim() === '' ? at + 2 : at + 1);
  const queries = [true]; // for each open bracket: does a subquery stand in it?
  let depth = 0;
  let text = '';
  let before = '';
  const line = (more = 0) => {
    text = `${text.trimEnd()}${text.trim() ? '\n' : ''}${'  '.repeat(depth + more)}`;
  };
  tokens.forEach((token, at) => {
    const name = word(at);
    const here = queries.at(-1);
    if (token === '(') {
      const query = following(at) === 'select' || following(at) === 'with';
      queries.push(query);
      text += token;
      if (query) depth += 1;
    } else if (token === ')') {
      if (queries.length > 1 && queries.pop()) {
        depth -= 1;
        line();
      }
      text += token;
    } else {
      if (here && CLAUSES.has(name) && !(name === 'join' && (JOINS.has(before) || before === 'outer'))) line();
      else if (here && (name === 'and' || name === 'or')) line(1);
      text += token.trim() ? token : text.endsWith('\n') || /(^|\n) *$/.test(text) ? '' : ' ';
    }
    if (token.trim()) before = name;
  });
  return text.trim();
}
