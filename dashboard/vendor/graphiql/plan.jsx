// How the database ran a query: its steps as a tree, its SQL, its values.
import { Code, Window } from './dialogs.jsx';
import { readable } from './sql.js';
import { both, lang } from './texts.js';

export const figure = (value, digits = 0) => value.toLocaleString(lang === 'zh' ? 'zh-CN' : 'en', { maximumFractionDigits: digits });

// what row-level security asks before each table: constants, no rows
const trivial = (node) => node['Node Type'] === 'Result' && !node.Plans && (node['Actual Loops'] === 0 || node['Plan Rows'] <= 1);

function* steps(node, depth = 0) {
  if (depth && trivial(node)) return;
  yield { node, depth };
  for (const inner of node.Plans ?? []) yield* steps(inner, depth + 1);
}

function about(node) {
  const relation = node['Relation Name'];
  const place = relation ? ` ${relation}${node.Alias && node.Alias !== relation ? ` (${node.Alias})` : ''}` : '';
  const index = node['Index Name'] ? ` · ${node['Index Name']}` : '';
  const kind = ['Join Type', 'Strategy'].map((name) => node[name]).filter((value) => value && value !== 'Inner' && value !== 'Plain');
  return `${[...kind, node['Node Type']].join(' ')}${place}${index}`;
}

const CONDITIONS = ['Index Cond', 'Hash Cond', 'Merge Cond', 'Join Filter', 'Filter', 'Sort Key', 'Group Key'];

function Step({ node, depth, total }) {
  const loops = node['Actual Loops'];
  const time = node['Actual Total Time'] * loops;
  const share = Math.min(100, Math.round((time / total) * 100));
  const told = CONDITIONS.filter((name) => node[name]).map((name) => `${name}: ${[node[name]].flat().join(', ')}`);
  return (
    <tr>
      <th scope="row" style={{ paddingLeft: `${8 + depth * 14}px` }}>
        {about(node)}
        {told.map((one) => (
          <small key={one} title={one}>
            {one}
          </small>
        ))}
      </th>
      <td>{figure(node['Actual Rows'] * loops)}</td>
      <td>{figure(loops)}</td>
      <td style={{ backgroundSize: `${share}% 100%` }}>{figure(time, 2)}</td>
      <td>{figure((node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0))}</td>
    </tr>
  );
}

export function Plan({ explain, back, onClose }) {
  const { sql, values, plan, rows, buffers, planning, execution } = explain;
  const total = Math.max(plan['Actual Total Time'], 0.001);
  const facts = [
    [both('规划', 'Planning'), `${figure(planning, 1)} ms`],
    [both('执行', 'Execution'), `${figure(execution, 1)} ms`],
    [both('扫描行数', 'Rows scanned'), figure(rows)],
    [both('页：内存中', 'Pages in memory'), figure(buffers.hit)],
    [both('页：读盘', 'Pages read'), figure(buffers.read)],
  ];
  return (
    <Window wide title={both('执行计划', 'How it was run')} back={back} onClose={onClose}>
      <dl className="dengta-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="dengta-plan" tabIndex={0} role="region" aria-label={both('步骤', 'Steps')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{both('步骤', 'Step')}</th>
              <th scope="col">{both('行', 'Rows')}</th>
              <th scope="col">{both('次数', 'Loops')}</th>
              <th scope="col">{both('毫秒', 'ms')}</th>
              <th scope="col">{both('页', 'Pages')}</th>
            </tr>
          </thead>
          <tbody>
            {[...steps(plan)].map((step, place) => (
              <Step key={place} {...step} total={total} />
            ))}
          </tbody>
        </table>
      </div>
      <Code title="SQL" text={readable(sql)} />
      {values.length > 0 && <Code title={both('值', 'Values')} text={values.map((value, place) => `$${place + 1} = ${JSON.stringify(value)}`).join('\n')} />}
    </Window>
  );
}
