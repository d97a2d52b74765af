import './workers.js';
import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'monaco-graphql/esm/monaco-editor.js';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { ToolbarButton, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import 'graphiql/style.css';
import './app.css';
import { both, cookie, lang } from './texts.js';

const root = document.getElementById('graphiql');
const endpoint = root.dataset.endpoint || '/graphql';
const examplesUrl = root.dataset.examples || '/graphql/examples.json';
const home = root.dataset.home || '/';

async function fetcher({ query, variables, operationName }) {
  const response = await fetch(endpoint, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'Accept': 'application/graphql-response+json, application/json;q=0.9',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ query, variables, operationName }),
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    const signedOut = response.redirected || response.status === 401;
    const message = signedOut ? both('请先登录，再刷新本页。', 'Please sign in and reload this page.') : text.slice(0, 500);
    return { errors: [{ message: message || response.statusText, extensions: { status: response.status } }] };
  }
}

const asText = (variables) =>
  typeof variables === 'string' ? variables : variables && Object.keys(variables).length ? JSON.stringify(variables, null, 2) : '';

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

// --- saved examples ---

const ExamplesIcon = (props) => (
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" {...props}>
    <path d="M5 3.75h14v16.5l-7-4.5-7 4.5z" />
    <path d="M8.5 8h7M8.5 11.5h5" strokeLinecap="round" />
  </svg>
);

function Examples() {
  const [examples, setExamples] = useState(null);
  const [failure, setFailure] = useState('');
  const [words, setWords] = useState('');
  const { addTab, updateActiveTabValues } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);

  useEffect(() => {
    fetch(examplesUrl, { credentials: 'same-origin', headers: { Accept: 'application/json' } })
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(`HTTP ${response.status}`))))
      .then(setExamples, (error) => setFailure(error.message));
  }, []);

  function open(example) {
    const query = example.query.trim() + '\n';
    const variables = asText(example.variables);
    addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
    updateActiveTabValues({ query, variables });
    queryEditor?.focus();
  }

  const name = (example) => (lang === 'zh' ? example.name_zh || example.name_en : example.name_en || example.name_zh);
  const shown = (examples ?? []).filter((example) => name(example).toLowerCase().includes(words.trim().toLowerCase()));

  return (
    <section className="dengta-examples" aria-label={both('示例查询', 'Saved examples')}>
      <h2 className="dengta-title">{both('示例查询', 'Saved examples')}</h2>
      {examples?.length > 8 && (
        <input
          type="search"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          placeholder={both('按名称筛选', 'Filter by name')}
          aria-label={both('按名称筛选', 'Filter by name')}
        />
      )}
      {failure && <p role="alert">{both('示例读取失败：', 'Could not load the examples: ') + failure}</p>}
      {!examples && !failure && <p role="status">{both('正在读取…', 'Loading…')}</p>}
      {examples && !shown.length && <p role="status">{both('没有示例。', 'No examples.')}</p>}
      <ul>
        {shown.map((example) => (
          <li key={name(example)}>
            <button type="button" className="graphiql-un-styled" onClick={() => open(example)} title={both('在新标签页中打开', 'Open in a new tab')}>
              {name(example)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const EXAMPLES_PLUGIN = { title: both('示例查询', 'Saved examples'), icon: ExamplesIcon, content: Examples };
const PLUGINS = [EXAMPLES_PLUGIN, HISTORY_PLUGIN];

// --- a link to what is in the editor ---

function CopyLink() {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const operationName = useGraphiQL((state) => state.operationName);
  const [copied, setCopied] = useState(false);
  async function copy() {
    const link = new URLSearchParams();
    const variables = variableEditor?.getValue().trim();
    link.set('query', queryEditor?.getValue() ?? '');
    if (variables) link.set('variables', variables);
    if (operationName) link.set('operationName', operationName);
    const address = `${location.origin}${location.pathname}?${link}`;
    try {
      await navigator.clipboard.writeText(address);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      // plain http in a closed network has no clipboard: leave the link in the address bar
      history.replaceState(null, '', address);
    }
  }
  return (
    <ToolbarButton onClick={copy} label={copied ? both('已复制', 'Copied') : both('复制链接', 'Copy link')}>
      <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" className="graphiql-toolbar-icon" aria-hidden="true">
        <path d="M10 14a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7l1.6-1.6" />
      </svg>
    </ToolbarButton>
  );
}

// --- the page ---

const theme = () => (['light', 'dark'].includes(cookie('theme')) ? cookie('theme') : 'system');

const WELCOME = both(
  `# 在此书写查询，按 Ctrl-Enter 执行。
# 左侧有文档、示例和历史。

`,
  `# Write a query, press Ctrl-Enter.
# On the left: docs, examples, history.

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
      visiblePlugin={first.current ? EXAMPLES_PLUGIN : undefined}
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
          </>
        )}
      </GraphiQL.Toolbar>
      <PickOperation />
    </GraphiQL>
  );
}

document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
document.title = both('灯塔 · GraphQL 查询', 'Dengta · GraphQL');
createRoot(root).render(<App />);
