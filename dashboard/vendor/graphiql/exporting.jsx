// The current query as a file.
import { useRef, useState } from 'react';
import { Button, ToolbarButton } from '@graphiql/react';
import { useCurrent } from './current.js';
import { Window } from './dialogs.jsx';
import { download } from './download.js';
import { ExportIcon } from './icons.jsx';
import { listsOf } from './lists.js';
import { both } from './texts.js';

const FORMATS = [
  ['csv', 'CSV', both('任何软件都能打开', 'Opens anywhere')],
  ['xlsx', 'Excel', both('最多 1,048,575 行', 'Up to 1,048,575 rows')],
  ['parquet', 'Parquet', both('pandas、DuckDB、R；行数多时最好', 'For pandas, DuckDB, R; best for many rows')],
  ['arrow', 'Arrow', both('IPC 流，读入内存最快', 'IPC stream, the fastest to read')],
];

function Choices({ legend, name, options, chosen, choose }) {
  return (
    <fieldset className="dengta-choices">
      <legend>{legend}</legend>
      {options.map(([value, label, about]) => (
        <label key={value}>
          <input type="radio" name={name} value={value} checked={chosen === value} onChange={() => choose(value)} />
          <span>{label}</span>
          {about && <small>{about}</small>}
        </label>
      ))}
    </fieldset>
  );
}

function Exporter({ current, back, onClose }) {
  const lists = listsOf(current);
  const [format, setFormat] = useState('csv');
  const [path, setPath] = useState(lists[0] ?? '');
  const [said, setSaid] = useState(null);

  function start(event) {
    event.preventDefault();
    const wish = { query: current.query, format };
    if (current.variables) wish.variables = JSON.stringify(current.variables);
    if (current.operationName) wish.operationName = current.operationName;
    if (path) wish.path = path;
    setSaid({ text: both('已请求；文件备好后由浏览器保存，可关闭此窗口。', 'Asked for: your browser saves the file as it comes. You may close this window.') });
    download(wish, (words) =>
      setSaid({ failure: words ?? both('刚才没有成功，请再试一次。', 'It did not work just now; please try again.') }));
  }

  return (
    <Window
      title={both('导出文件', 'Export a file')}
      description={both('列表的全部行（写了 first 则到此为止），表头用您的语言。', 'All rows of the list (no more than first, where given), with headings in your language.')}
      back={back}
      onClose={onClose}
    >
      <form onSubmit={start}>
        <Choices legend={both('格式', 'Format')} name="format" options={FORMATS} chosen={format} choose={setFormat} />
        {lists.length > 0 && (
          <Choices legend={both('哪一个列表', 'Which list')} name="path" options={lists.map((one) => [one, one])} chosen={path} choose={setPath} />
        )}
        {said?.text && <p role="status">{said.text}</p>}
        {said?.failure && (
          <p role="alert" className="dengta-failure">
            {said.failure}
          </p>
        )}
        <div className="dengta-buttons">
          <Button type="submit" className="dengta-main">
            {both('下载', 'Download')}
          </Button>
        </div>
      </form>
    </Window>
  );
}

export function Export() {
  const read = useCurrent();
  const button = useRef(null);
  const [shown, setShown] = useState(null);
  function open() {
    try {
      setShown({ current: read() });
    } catch (error) {
      setShown({ failure: error.message });
    }
  }
  const close = () => setShown(null);
  return (
    <>
      <ToolbarButton ref={button} onClick={open} label={both('导出文件', 'Export a file')}>
        <ExportIcon className="graphiql-toolbar-icon" />
      </ToolbarButton>
      {shown?.current && <Exporter current={shown.current} back={button} onClose={close} />}
      {shown?.failure && (
        <Window title={both('导出文件', 'Export a file')} back={button} onClose={close}>
          <p role="alert" className="dengta-failure">{shown.failure}</p>
        </Window>
      )}
    </>
  );
}
