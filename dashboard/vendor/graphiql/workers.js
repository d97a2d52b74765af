// Monaco's workers, from beside this file. WORKERS_VERSION is filled in by the build.
const files = { json: 'json.worker.js', graphql: 'graphql.worker.js' };

globalThis.MonacoEnvironment = {
  getWorker: (_, label) =>
    new Worker(new URL(`./${files[label] ?? 'editor.worker.js'}?v=${WORKERS_VERSION}`, import.meta.url), { name: label }),
};
