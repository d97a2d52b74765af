import { createHash } from "node:crypto";
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from "@apollo/client/core";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { relayStylePagination } from "@apollo/client/utilities";
import { address, headers, recorded, report, wire } from "./wire.mjs";

const PLATFORMS = gql`
  query Platforms($first: Int!, $after: String) {
    platforms(first: $first, after: $after) {
      totalCount
      edges { cursor node { id planned } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;

function client(...links) {
  return new ApolloClient({
    link: ApolloLink.from([...links, new HttpLink({ uri: `${address}/graphql`, fetch: recorded, headers })]),
    cache: new InMemoryCache({
      possibleTypes: {},
      typePolicies: { Query: { fields: { platforms: relayStylePagination() } } },
    }),
  });
}

async function ask(client, variables) {
  return told(client.query({ query: PLATFORMS, variables, fetchPolicy: "no-cache" }));
}

async function told(promise) {
  try {
    const { data, error } = await promise;
    return { data, errors: error && codes(error) };
  } catch (error) {
    return { errors: codes(error) };
  }
}

function codes(error) {
  return CombinedGraphQLErrors.is(error) ? error.errors.map((one) => one.extensions.code) : String(error);
}

const plain = client();
const query = await ask(plain, { first: 2 });
const bad = await ask(plain, { first: 5000 });
const broken = await told(
  plain.mutate({ mutation: gql`mutation { importPlan(file: "no file", commit: false) { committed } }` }),
);

// Paging: what fetchMore brings is put behind what is there.
const paging = { query: PLATFORMS, variables: { first: 2 } };
const watched = plain.watchQuery(paging);
const { data } = await plain.query({ ...paging, fetchPolicy: "network-only" });
await watched.fetchMore({ variables: { after: data.platforms.pageInfo.endCursor } });
const paged = plain.readQuery(paging).platforms;

wire.length = 0;
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const posting = client(new PersistedQueryLink({ sha256 }));
const first = await ask(posting, { first: 4 });
const again = await ask(posting, { first: 5 });
const getting = client(new PersistedQueryLink({ sha256, useGETForHashedQueries: true }));
const get = await ask(getting, { first: 3 });
report({ query, bad, broken, paged, first, again, get });
