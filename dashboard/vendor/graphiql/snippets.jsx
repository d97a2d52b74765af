// The current query for a shell, for Python and as a file.
import { useRef, useState } from 'react';
import { ToolbarButton } from '@graphiql/react';
import { useCurrent } from './current.js';
import { Code, Window } from './dialogs.jsx';
import { CodeIcon } from './icons.jsx';
import { curl, curlExport, kindOf, pythonClient } from './commands.js';
import { both } from './texts.js';

function written(current) {
  const kind = kindOf(current);
  const { origin } = location;
  return [
    [both('命令行：curl', 'Command line: curl'), curl(current, origin)],
    kind !== 'subscription' && [both('Python 客户端', 'Python client'), pythonClient(current, origin, kind)],
    kind === 'query' && [both('导出为 Parquet 文件', 'Into a Parquet file'), curlExport(current, origin, 'parquet')],
  ].filter(Boolean);
}

export function Snippets() {
  const read = useCurrent();
  const button = useRef(null);
  const [shown, setShown] = useState(null);
  function open() {
    try {
      setShown({ snippets: written(read()) });
    } catch (error) {
      setShown({ failure: `${both('查询还不完整：', 'The query is not complete yet: ')}${error.message}` });
    }
  }
  return (
    <>
      <ToolbarButton ref={button} onClick={open} label={both('用 Python / curl 执行', 'As Python / curl')}>
        <CodeIcon className="graphiql-toolbar-icon" />
      </ToolbarButton>
      {shown && (
        <Window wide back={button} title={both('用 Python / curl 执行', 'As Python / curl')} onClose={() => setShown(null)}>
          {shown.failure ? (
            <p role="alert">{shown.failure}</p>
          ) : (
            <>
              <p className="dengta-about">
                {both('令牌在', 'Make a token on the ')}
                <a href="/account/tokens">{both('“接口令牌”页', 'API tokens page')}</a>
                {both('生成，放入环境变量：', ' and put it into the environment: ')}
                <code>export DENGTA_TOKEN=dgt_…</code>
                {both('；Python 还需 ', '; Python needs ')}
                <a href="/client.py" download="dengta_client.py">
                  dengta_client.py
                </a>
                {both('。', ', too.')}
              </p>
              {shown.snippets.map(([title, text]) => (
                <Code key={title} title={title} text={text} />
              ))}
            </>
          )}
        </Window>
      )}
    </>
  );
}
