// The line below the answer: what it cost, how long it took, how it was run.
import { useEffect, useRef, useState } from 'react';
import { ask } from './fetcher.js';
import { Plan, figure } from './plan.jsx';
import { setExplaining, useRuns } from './runs.js';
import { both } from './texts.js';

function told({ milliseconds, cost, events }) {
  if (events) return [`${both('已收到', 'Received')} ${figure(events)}`];
  return [
    cost && `${both('代价', 'Cost')} ${figure(cost.requested)} / ${figure(cost.limit)}`,
    `${both('耗时', 'Took')} ${figure(milliseconds)} ms`,
  ].filter(Boolean);
}

export function CostLine() {
  const { last, explaining } = useRuns();
  const [may, setMay] = useState(false);
  const button = useRef(null);
  const [shown, setShown] = useState(null);
  useEffect(() => {
    ask('{ viewer { mayExplain } }').then(({ viewer }) => setMay(viewer?.mayExplain ?? false), () => setMay(false));
  }, []);
  return (
    <div className="dengta-cost">
      <span role="status">
        {last && [last.name, ...told(last)].filter(Boolean).join(' · ')}
      </span>
      {may && (
        <span>
          {last?.explain && (
            <button ref={button} type="button" className="graphiql-un-styled dengta-link" onClick={() => setShown(last.explain)}>
              {both('查看执行计划', 'Show the plan')}
            </button>
          )}
          <label>
            <input type="checkbox" checked={explaining} onChange={(event) => setExplaining(event.target.checked)} />
            {both('执行计划', 'Explain')}
          </label>
        </span>
      )}
      {shown && <Plan explain={shown} back={button} onClose={() => setShown(null)} />}
    </div>
  );
}
