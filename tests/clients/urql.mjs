import { Client, fetchExchange, gql } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { address, headers, recorded, report, wire } from "./wire.mjs";

const PLATFORMS = gql`
  query Platforms($first: Int!) {
    platforms(first: $first) { totalCount nodes { id planned organization { name } } }
  }
`;
const IMPORT = gql`
  mutation Import($file: Upload!) {
    importPlan(file: $file, commit: false) { committed problems { code } }
  }
`;

function client(exchanges, options = {}) {
  return new Client({
    url: `${address}/graphql`,
    exchanges,
    fetch: recorded,
    fetchOptions: { headers: { ...headers, "graphql-require-preflight": "1" } },
    ...options,
  });
}

function told({ data, error }) {
  return { data, network: error?.networkError?.message, errors: error?.graphQLErrors.map((one) => one.extensions.code) };
}

const plain = client([fetchExchange], { preferGetMethod: false });
const getting = client([fetchExchange], { preferGetMethod: true });
const persisted = client([persistedExchange({ preferGetForPersistedQueries: true }), fetchExchange]);

const query = told(await plain.query(PLATFORMS, { first: 2 }));
const bad = told(await plain.query(PLATFORMS, { first: 5000 }));
const unknown = told(await plain.query("{ nonsense }", {}));
const file = new File(["not a workbook"], "plan.xlsx");
const mutation = told(await plain.mutation(IMPORT, { file }));
const broken = told(await plain.mutation(IMPORT, { file: "no file" }));
wire.length = 0;
const get = told(await getting.query(PLATFORMS, { first: 2 }));
const first = told(await persisted.query(PLATFORMS, { first: 2 }));
const again = told(await persisted.query(PLATFORMS, { first: 3 }));
report({ query, bad, unknown, mutation, broken, get, first, again });
