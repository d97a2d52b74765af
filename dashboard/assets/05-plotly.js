// Numbers first: plotly.js is read only once the page with its headline numbers has been painted.
// dcc.Graph waits for whatever window.Plotly is, so here it is something to wait for.
if (!window.Plotly) {
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  window.Plotly = {
    then(done, fail) {
      painted().then(() => {
        const script = { src: window._dashPlotlyJSURL, onload: () => done(), onerror: fail };
        document.head.append(Object.assign(document.createElement('script'), script));
      });
    },
  };
}
