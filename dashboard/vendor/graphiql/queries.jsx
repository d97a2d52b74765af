// Saved queries: one's own, those that others share, the examples.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { asText, useCurrent } from './current.js';
import { Confirm } from './dialogs.jsx';
import { ask } from './fetcher.js';
import { BinIcon, QueriesIcon } from './icons.jsx';
import { examplesUrl } from './places.js';
import { both, lang } from './texts.js';

const KEPT = '{ keptQueries { id name document variables shared own owner updatedAt } }';
const KEEP = `mutation Keep($name: String!, $document: String!, $variables: JSON, $shared: Boolean!) {
  keepQuery(name: $name, document: $document, variables: $variables, shared: $shared) { id name document variables shared own owner updatedAt }
}`;
const DELETE = 'mutation Delete($id: ID!) { deleteQuery(id: $id) }';

const SAVED = both('已存查询', 'Saved queries');
const day = (moment) => new Date(moment).toLocaleDateString(lang === 'zh' ? 'zh-CN' : 'en', { year: 'numeric', month: 'short', day: 'numeric' });

async function examples() {
  const response = await fetch(examplesUrl, { credentials: 'same-origin', headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()).map((one) => ({
    id: `example-${one.name_en}`,
    name: lang === 'zh' ? one.name_zh || one.name_en : one.name_en || one.name_zh,
    document: one.query,
    variables: one.variables,
  }));
}

// which tab shows which query of one's own: kept while the page lives, also while the panel is closed
const opened = new Map();

function useTabs() {
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id);
  const { addTab, updateActiveTabValues } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const coming = useRef(null);
  const [, draw] = useState(0);
  // before the form's own effect, which asks what the tab shows
  useLayoutEffect(() => {
    if (!coming.current) return;
    opened.set(tab, coming.current);
    coming.current = null;
    draw((times) => times + 1);
  }, [tab]);
  function open(saved) {
    const query = `${saved.document.trim()}\n`;
    const variables = asText(saved.variables);
    if (saved.own) coming.current = saved;
    addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
    updateActiveTabValues({ query, variables });
    queryEditor?.focus();
  }
  return { tab, open };
}

function SaveForm({ tab, own, saved, removed }) {
  const read = useCurrent();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [said, setSaid] = useState(null);
  const [asking, setAsking] = useState(null);
  const shown = own.find(({ id }) => id === opened.get(tab)?.id);
  const same = own.find((one) => one.name === name.trim());

  useEffect(() => {
    const from = opened.get(tab);
    setName(from?.name ?? '');
    setShared(from?.shared ?? false);
    setSaid(null);
  }, [tab]);

  async function keep({ rename = false } = {}) {
    setAsking(null);
    setSaid(null);
    try {
      const { query, variables } = read();
      const { keepQuery } = await ask(KEEP, { name: name.trim(), document: query, variables, shared });
      opened.set(tab, keepQuery);
      // kept first: if the other cannot be deleted there are two rather than none
      if (rename) await ask(DELETE, { id: shown.id }).then(() => removed(shown.id)).finally(() => saved(keepQuery));
      else saved(keepQuery);
      setName(keepQuery.name);
      setSaid({ text: rename ? both('已改名。', 'Renamed.') : both('已保存。', 'Saved.') });
    } catch (error) {
      setSaid({ failure: error.message });
    }
  }

  const replaces = same && same.id !== shown?.id;
  return (
    <form
      className="dengta-save"
      aria-label={both('保存当前查询', 'Save the current query')}
      onSubmit={(event) => {
        event.preventDefault();
        if (replaces) setAsking(same);
        else keep();
      }}
    >
      <label>
        {both('把当前查询存为', 'Save the current query as')}
        <input required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} placeholder={both('名称', 'Name')} />
      </label>
      <label className="dengta-switch">
        <input type="checkbox" role="switch" checked={shared} onChange={(event) => setShared(event.target.checked)} />
        {both('共享给所有用户', 'Share with everybody')}
      </label>
      <div className="dengta-buttons">
        {shown && !same && name.trim() && (
          <Button type="button" onClick={() => keep({ rename: true })}>
            {both('改名', 'Rename')}
          </Button>
        )}
        <Button type="submit" className="dengta-main" disabled={!name.trim()}>
          {same ? both('替换', 'Replace') : shown ? both('另存', 'Save a copy') : both('保存', 'Save')}
        </Button>
      </div>
      {said?.text && <p role="status">{said.text}</p>}
      {said?.failure && (
        <p role="alert" className="dengta-failure">
          {said.failure}
        </p>
      )}
      {asking && (
        <Confirm
          title={both('替换已存查询', 'Replace a saved query')}
          question={both(`“${asking.name}”的内容将被当前查询替换。`, `What is saved as “${asking.name}” will be replaced by the current query.`)}
          action={both('替换', 'Replace')}
          onYes={() => keep()}
          onClose={() => setAsking(null)}
        />
      )}
    </form>
  );
}

function Item({ saved, current, open, remove }) {
  const about = [
    saved.own === false && saved.owner,
    saved.own && saved.shared && both('已共享', 'Shared'),
    saved.updatedAt && day(saved.updatedAt),
  ].filter(Boolean);
  return (
    <li aria-current={current || undefined}>
      <button type="button" className="graphiql-un-styled dengta-open" onClick={() => open(saved)}>
        {saved.name}
        {about.length > 0 && <small>{about.join(' · ')}</small>}
      </button>
      {saved.own && (
        <button type="button" className="graphiql-un-styled dengta-remove" onClick={() => remove(saved)} aria-label={`${both('删除', 'Delete')}: ${saved.name}`} title={both('删除', 'Delete')}>
          <BinIcon />
        </button>
      )}
    </li>
  );
}

function Section({ title, items, empty, ...rest }) {
  if (!items.length && !empty) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {items.length ? (
        <ul>
          {items.map((saved) => (
            <Item key={saved.id} saved={saved} current={opened.get(rest.tab)?.id === saved.id} {...rest} />
          ))}
        </ul>
      ) : (
        <p className="dengta-empty">{empty}</p>
      )}
    </section>
  );
}

function Queries() {
  const { tab, open } = useTabs();
  const [kept, setKept] = useState(null);
  const [given, setGiven] = useState([]);
  const [failure, setFailure] = useState('');
  const [words, setWords] = useState('');
  const [removing, setRemoving] = useState(null);

  useEffect(() => {
    const fail = (error) => setFailure(error.message);
    ask(KEPT).then(({ keptQueries }) => setKept(keptQueries), fail);
    examples().then(setGiven, fail);
  }, []);

  const without = (id) => setKept((before) => before.filter((one) => one.id !== id));
  const saved = (query) => setKept((before) => [...(before ?? []).filter((one) => one.id !== query.id), query].sort((a, b) => a.name.localeCompare(b.name)));

  async function remove() {
    const { id } = removing;
    setRemoving(null);
    try {
      await ask(DELETE, { id });
      for (const [key, one] of opened) if (one.id === id) opened.delete(key);
      without(id);
    } catch (error) {
      setFailure(error.message);
    }
  }

  const own = (kept ?? []).filter((one) => one.own);
  const wanted = words.trim().toLowerCase();
  const found = (list) => list.filter(({ name, owner = '' }) => `${name} ${owner}`.toLowerCase().includes(wanted));
  const listed = { tab, open, remove: setRemoving };
  const nothing = wanted && !found([...(kept ?? []), ...given]).length;
  return (
    <section className="dengta-queries" aria-label={SAVED}>
      <h2 className="dengta-title">{SAVED}</h2>
      {kept && <SaveForm tab={tab} own={own} saved={saved} removed={without} />}
      <input
        type="search"
        value={words}
        onChange={(event) => setWords(event.target.value)}
        placeholder={both('按名称筛选', 'Filter by name')}
        aria-label={both('按名称筛选', 'Filter by name')}
      />
      {failure && (
        <p role="alert" className="dengta-failure">
          {failure}
        </p>
      )}
      {!kept && !failure && <p role="status">{both('正在读取…', 'Loading…')}</p>}
      {nothing && <p role="status">{both('没有找到。', 'Nothing found.')}</p>}
      <Section title={both('我的', 'Mine')} items={found(own)} empty={kept && !wanted && both('还没有。写好查询，在上面起个名字。', 'None yet. Write a query and name it above.')} {...listed} />
      <Section title={both('他人共享', 'Shared by others')} items={found((kept ?? []).filter((one) => !one.own))} {...listed} />
      <Section title={both('示例', 'Examples')} items={found(given)} {...listed} />
      {removing && (
        <Confirm
          title={both('删除已存查询', 'Delete a saved query')}
          question={both(`“${removing.name}”将被删除，不能恢复。`, `“${removing.name}” will be deleted for good.`)}
          action={both('删除', 'Delete')}
          onYes={remove}
          onClose={() => setRemoving(null)}
        />
      )}
    </section>
  );
}

export const QUERIES_PLUGIN = { title: SAVED, icon: QueriesIcon, content: Queries };
