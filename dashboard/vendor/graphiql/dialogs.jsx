// A window over the page, and a text in it that one takes away.
import { useEffect, useRef, useState } from 'react';
import { Button, Dialog } from '@graphiql/react';
import { both } from './texts.js';

/** back: the ref of what opened it, which gets the focus again; GraphiQL's dialog knows triggers of its own only. */
export function Window({ title, onClose, children, wide = false, description, back }) {
  function close() {
    onClose();
    setTimeout(() => back?.current?.focus());
  }
  return (
    <Dialog open onOpenChange={(open) => open || close()}>
      <div className={`dengta-window${wide ? ' dengta-wide' : ''}`}>
        <div className="graphiql-dialog-header">
          <Dialog.Title className="graphiql-dialog-title">{title}</Dialog.Title>
          <Dialog.Close />
        </div>
        <Dialog.Description className={description ? 'dengta-about' : 'dengta-unseen'}>{description ?? title}</Dialog.Description>
        {children}
      </div>
    </Dialog>
  );
}

/** Copies a text; where the browser gives no clipboard (plain http on a name), selects it to be copied by hand. */
export function Code({ title, text, children }) {
  const place = useRef(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => setSaid(''), 4000);
    return () => clearTimeout(timer);
  }, [said]);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(both('已复制', 'Copied'));
    } catch {
      place.current.focus();
      getSelection().selectAllChildren(place.current);
      setSaid(both('已选中，请按 Ctrl-C', 'Selected: press Ctrl-C'));
    }
  }
  return (
    <section className="dengta-code">
      <div className="dengta-code-head">
        <h3>{title}</h3>
        <span role="status">{said}</span>
        <Button type="button" onClick={copy} aria-label={`${both('复制', 'Copy')}: ${title}`}>
          {both('复制', 'Copy')}
        </Button>
      </div>
      {children}
      <pre tabIndex={0} ref={place} aria-label={title}>
        {text}
      </pre>
    </section>
  );
}

export function Confirm({ title, question, action, onYes, onClose }) {
  return (
    <Window title={title} description={question} onClose={onClose}>
      <div className="dengta-buttons">
        <Button type="button" onClick={onClose}>
          {both('取消', 'Cancel')}
        </Button>
        <Button type="button" state="error" onClick={onYes}>
          {action}
        </Button>
      </div>
    </Window>
  );
}
