import './workers.js';
import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'monaco-graphql/esm/monaco-editor.js';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import 'graphiql/style.css';
import './app.css';
import { CopyLink } from './copy-link.jsx';
import { CostLine } from './cost.jsx';
import { Export } from './exporting.jsx';
import { fetcher } from './fetcher.js';
import { home } from './places.js';
import { QUERIES_PLUGIN } from './queries.jsx';
import { Snippets } from './snippets.jsx';
import { both, cookie, lang } from './texts.js';

const PLUGINS = [QUERIES_PLUGIN, HISTORY_PLUGIN];

// --- what the address asks for: ?query=&variables=&operationName= ---

const asked = new URLSearchParams(location.search);
const wanted = { query: asked.get('query'), variables: asked.get('variables'), operationName: asked.get('operationName') };
if (wanted.variables) {
  try {
    wanted.variables = JSON.stringify(JSON.parse(wanted.variables), null, 2);
  } catch {
    // shown as it came, so that its author sees what is wrong with it
  }
}

/** Picks the operation the address names, once the editor has found it in the document. */
function PickOperation() {
  const operations = useGraphiQL((state) => state.operations);
  const { setOperationName } = useGraphiQLActions();
  const pending = useRef(wanted.query && wanted.operationName);
  useEffect(() => {
    if (pending.current && operations?.some((operation) => operation.name?.value === pending.current)) {
      setOperationName(pending.current);
      pending.current = null;
    }
  }, [operations, setOperationName]);
  return null;
}

// --- the page ---

const theme = () => (['light', 'dark'].includes(cookie('theme')) ? cookie('theme') : 'system');

const WELCOME = both(
  `# 在此书写查询，按 Ctrl-Enter 执行。
# 左侧有文档、已存查询和历史。

`,
  `# Write a query, press Ctrl-Enter.
# On the left: docs, saved queries, history.

`,
);

function App() {
  const [colours, setColours] = useState(theme);
  useEffect(() => {
    const follow = () => setColours(theme());
    addEventListener('focus', follow);
    return () => removeEventListener('focus', follow);
  }, []);
  const first = useRef(!localStorage.getItem('graphiql:tabState') && !wanted.query);
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={PLUGINS}
      visiblePlugin={first.current ? QUERIES_PLUGIN : undefined}
      initialQuery={wanted.query ?? undefined}
      initialVariables={wanted.query ? (wanted.variables ?? '') : undefined}
      defaultQuery={WELCOME}
      defaultEditorToolsVisibility="variables"
      forcedTheme={colours}
      isHeadersEditorEnabled={false}
      showPersistHeadersSettings={false}
      shouldPersistHeaders={false}
      schemaDescription
      inputValueDeprecation
    >
      <GraphiQL.Logo>
        <a className="dengta-logo" href={home}>
          {both('灯塔 · 查询', 'Dengta · Query')}
        </a>
      </GraphiQL.Logo>
      <GraphiQL.Toolbar>
        {({ prettify, merge, copy }) => (
          <>
            {prettify}
            {merge}
            {copy}
            <CopyLink />
            <Snippets />
            <Export />
          </>
        )}
      </GraphiQL.Toolbar>
      <GraphiQL.Footer>
        <CostLine />
      </GraphiQL.Footer>
      <PickOperation />
    </GraphiQL>
  );
}

document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
document.title = both('灯塔 · GraphQL 查询', 'Dengta · GraphQL');
createRoot(document.getElementById('graphiql')).render(<App />);
