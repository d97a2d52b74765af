// What Relay's compiler is given: a list that pages, a record that is fetched again, a mutation.
import { graphql } from "relay-runtime";

graphql`
  query platformsQuery($first: Int!, $id: ID!) {
    ...platformsList @arguments(first: $first)
    node(id: $id) { ...platformsRow @alias }
    viewer { name }
  }
`;

graphql`
  fragment platformsList on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 2 }, after: { type: "String" })
  @refetchable(queryName: "platformsListNext") {
    platforms(first: $first, after: $after, orderBy: [{ planned: DESC }])
      @connection(key: "platformsList_platforms") {
      totalCount
      edges { node { id planned ...platformsRow } }
    }
  }
`;

graphql`
  fragment platformsRow on Platform @refetchable(queryName: "platformsRowAgain") {
    state
    organization { name }
    award
  }
`;

graphql`
  mutation platformsImportMutation($file: Upload!) {
    importPlan(file: $file, commit: false) { committed created }
  }
`;
