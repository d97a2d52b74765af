// A link to what is in the editor.
import { useState } from 'react';
import { ToolbarButton, useGraphiQL } from '@graphiql/react';
import { LinkIcon } from './icons.jsx';
import { both } from './texts.js';

export function CopyLink() {
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
      <LinkIcon className="graphiql-toolbar-icon" />
    </ToolbarButton>
  );
}
