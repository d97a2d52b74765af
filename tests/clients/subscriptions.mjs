// An import followed live by each client that can: from "nothing yet" to its end.

import { ApolloClient, gql as apolloGql, InMemoryCache } from "@apollo/client/core";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { Client as Urql, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient as createSse } from "graphql-sse";
import { createClient as createWs } from "graphql-ws";
import WebSocket from "ws";
import { address, headers, report } from "./wire.mjs";

globalThis.WebSocket = WebSocket; // as browsers have it, and Node from version 22

// urql leaves its own abort uncaught when an event stream is unsubscribed in Node.
process.on("unhandledRejection", (reason) => {
  if (reason?.name !== "AbortError") throw reason;
});

const url = `${address}/graphql`;
const IMPORT = "mutation ($file: Upload!, $id: ID) { importPlan(file: $file, commit: false, progressId: $id) { created } }";
const FOLLOW = "subscription ($id: ID!) { importProgress(id: $id) { phase finished problems } }";
const BAD = "subscription { nonsense }";
const VIEWER = "{ viewer { username } }";

async function bringIn(id) {
  const form = new FormData();
  form.set("operations", JSON.stringify({ query: IMPORT, variables: { file: null, id } }));
  form.set("map", JSON.stringify({ 0: ["variables.file"] }));
  form.set("0", new File(["not a workbook"], "plan.xlsx"));
  const answer = await fetch(url, { method: "POST", body: form, headers: { ...headers, "graphql-require-preflight": "1" } });
  return answer.json();
}

// connectionParams, since browsers can set no header on a socket.
const ws = () => createWs({ url: url.replace("http", "ws"), connectionParams: headers });
const sse = () => createSse({ url, headers });

function urql(...exchanges) {
  const client = new Urql({ url, exchanges, fetchOptions: { headers }, fetchSubscriptions: exchanges.includes(fetchExchange), preferGetMethod: false });
  return (query, variables, sink) => {
    const { unsubscribe } = client.subscription(query, variables).subscribe(({ data, error }) => {
      if (error) sink.error(error.graphQLErrors.length ? error.graphQLErrors : error);
      else sink.next({ data });
    });
    return unsubscribe;
  };
}

function apollo() {
  const client = new ApolloClient({ link: new GraphQLWsLink(ws()), cache: new InMemoryCache() });
  return (query, variables, sink) => {
    const subscription = client.subscribe({ query: apolloGql(query), variables }).subscribe({
      next: ({ data, error }) => (error ? sink.error(error.errors ?? error) : sink.next({ data })),
      error: (error) => sink.error(error.errors ?? error),
      complete: () => sink.complete(),
    });
    return () => subscription.unsubscribe();
  };
}

const direct = (client) => (query, variables, sink) => client.subscribe({ query, variables }, sink);
const overWs = ws();

const clients = {
  "graphql-ws": direct(overWs),
  "graphql-sse": direct(sse()),
  "urql by socket": urql(subscriptionExchange({
    forwardSubscription: ({ query, variables }) => ({ subscribe: (sink) => ({ unsubscribe: overWs.subscribe({ query, variables }, sink) }) }),
  })),
  "urql by events": urql(fetchExchange),
  "apollo by socket": apollo(),
};

function follow(subscribe) {
  const name = crypto.randomUUID();
  const phases = [];
  return new Promise((resolve, reject) => {
    const stop = subscribe(FOLLOW, { id: name }, {
      next: ({ data, errors }) => {
        if (errors) return reject(new Error(JSON.stringify(errors)));
        const progress = data.importProgress;
        phases.push(progress?.phase ?? null);
        if (phases.length === 1) bringIn(name).catch(reject);
        if (progress?.finished) { stop(); resolve(phases); }
      },
      error: (error) => reject(error instanceof Error ? error : new Error(JSON.stringify(error))),
      complete: () => resolve([...phases, "complete"]),
    });
  });
}

function refused(subscribe) {
  return new Promise((resolve) => {
    subscribe(BAD, {}, {
      next: ({ errors }) => resolve(errors?.map((one) => one.extensions.code) ?? "data"),
      error: (error) => resolve(Array.isArray(error) ? error.map((one) => one.extensions.code) : String(error)),
      complete: () => resolve("complete"),
    });
  });
}

function once(client) {
  return new Promise((resolve, reject) => {
    let answer;
    client.subscribe({ query: VIEWER }, { next: (result) => { answer = result.data; }, error: reject, complete: () => resolve(answer) });
  });
}

const results = {};
for (const [name, subscribe] of Object.entries(clients)) {
  results[name] = { phases: await follow(subscribe), refused: await refused(subscribe) };
}
report({ results, queries: [await once(overWs), await once(sse())] });
