import relay from "relay-runtime";
import { address, headers, recorded, report } from "./wire.mjs";
import listNext from "./generated/platformsListNext.graphql.js";
import platformsQuery from "./generated/platformsQuery.graphql.js";

const { ConnectionHandler, createOperationDescriptor, Environment, fetchQuery, Network, RecordSource, Store } = relay;

async function ask(params, variables) {
  const response = await recorded(`${address}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json", ...headers },
    body: JSON.stringify({ documentId: params.id, variables }),
  });
  return response.json();
}

const environment = new Environment({ network: Network.create(ask), store: new Store(new RecordSource()) });
function root() {
  let found;
  environment.commitUpdate((store) => { found = read(store); });
  return found;
}

function read(store) {
  const list = ConnectionHandler.getConnection(store.getRoot(), "platformsList_platforms", { orderBy: [{ planned: "DESC" }] });
  return {
    ids: list.getLinkedRecords("edges").map((edge) => edge.getLinkedRecord("node").getDataID()),
    next: list.getLinkedRecord("pageInfo").getValue("hasNextPage"),
    cursor: list.getLinkedRecord("pageInfo").getValue("endCursor"),
  };
}

async function load(query, variables) {
  environment.retain(createOperationDescriptor(query, variables));
  return fetchQuery(environment, query, variables).toPromise();
}

const data = await load(platformsQuery, { first: 2, id: process.env.PLATFORM });
const one = root();
await load(listNext, { first: 2, after: one.cursor });
const two = root();
report({ viewer: data.viewer, one, two });
