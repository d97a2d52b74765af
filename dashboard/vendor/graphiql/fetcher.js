// Asks the server: queries by POST, subscriptions by WebSocket.
import { getOperationAST } from 'graphql';
import { createClient } from 'graphql-ws';
import { endpoint } from './places.js';
import { explaining, setLast } from './runs.js';
import { both } from './texts.js';

const HEADERS = {
  'Accept': 'application/graphql-response+json, application/json;q=0.9',
  'Content-Type': 'application/json',
};

async function post(asked) {
  const response = await fetch(endpoint, { method: 'POST', credentials: 'same-origin', headers: HEADERS, body: JSON.stringify(asked) });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    const signedOut = response.redirected || response.status === 401;
    const message = signedOut ? both('请先登录，再刷新本页。', 'Please sign in and reload this page.') : text.slice(0, 500);
    return { errors: [{ message: message || response.statusText, extensions: { status: response.status } }] };
  }
}

/** The data of an answer. Throws an Error with the server's words. */
export async function ask(query, variables) {
  const answer = await post({ query, variables });
  if (answer.errors) {
    const [{ message, extensions }] = answer.errors;
    throw new Error([message, extensions?.hint].filter(Boolean).join(' '));
  }
  return answer.data;
}

let client;

function follow(asked) {
  client ??= createClient({ url: new URL(endpoint, location.href).href.replace(/^http/, 'ws'), retryAttempts: 3 });
  return {
    subscribe(sink) {
      let events = 0;
      const next = (answer) => {
        events += 1;
        setLast({ name: asked.operationName, events });
        sink.next(answer);
      };
      const error = (reason) =>
        sink.error(reason instanceof CloseEvent ? new Error(`${both('连接已断开', 'The connection was closed')}: ${reason.code} ${reason.reason}`) : reason);
      return { unsubscribe: client.subscribe(asked, { next, error, complete: () => sink.complete() }) };
    },
  };
}

export async function fetcher({ query, variables, operationName }, { documentAST } = {}) {
  const asked = { query, variables, operationName };
  if (!documentAST || operationName === 'IntrospectionQuery') return post(asked);
  setLast(null);
  const kind = getOperationAST(documentAST, operationName)?.operation;
  if (kind === 'subscription') return follow(asked);
  if (explaining() && kind === 'query') asked.extensions = { explain: true };
  const began = performance.now();
  const answer = await post(asked);
  const { explain, ...extensions } = answer.extensions ?? {};
  setLast({ name: operationName, milliseconds: performance.now() - began, cost: extensions.cost, explain });
  // the plan has a window of its own: between the data it would be hundreds of lines
  return explain ? { ...answer, extensions } : answer;
}
