/**
 * Dash tells its store of every component it draws anew, and the store tells every component on the page: a page of
 * 3,000 elements would be asked 9,000,000 times (Dash 4.4.1, RESET_COMPONENT_STATE). The message only forgets what was
 * known of that place; where nothing is known, nobody needs to hear it.
 */
(() => {
  function quieten(store) {
    const dispatch = store.dispatch;
    store.dispatch = (action) => {
      if (action.type === 'RESET_COMPONENT_STATE' && action.payload.itempath) {
        const place = action.payload.itempath.join(',');
        if (!Object.keys(store.getState().layoutHashes).some((known) => known.startsWith(place))) return action;
      }
      return dispatch(action);
    };
  }

  const stores = (window.dash_stores ??= []);
  stores.forEach(quieten);
  stores.push = (...added) => {
    added.forEach(quieten);
    return Array.prototype.push.apply(stores, added);
  };
})();
