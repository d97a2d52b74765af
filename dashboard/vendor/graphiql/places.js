// Addresses, as the page names them or as Dengta has them.
const { dataset } = document.getElementById('graphiql');
export const endpoint = dataset.endpoint || '/graphql';
export const examplesUrl = dataset.examples || '/graphql/examples.json';
export const exportUrl = dataset.export || '/export';
export const home = dataset.home || '/';
