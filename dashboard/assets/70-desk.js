// The desk by keyboard: Alt with arrows goes through the queue, Alt with a letter opens what is done with the one picked.
(() => {
  const picks = () =>
    [...document.querySelectorAll('.desk .ag-row')]
      .sort((one, other) => one.getAttribute('row-index') - other.getAttribute('row-index'))
      .map((row) => row.querySelector('a[href*="pick="]'))
      .filter(Boolean);
  const picked = (href) => new URL(href, location).searchParams.get('pick');

  function step(by) {
    const links = picks();
    const now = links.findIndex((link) => picked(link.href) === picked(location.href));
    links[now < 0 ? 0 : Math.min(Math.max(now + by, 0), links.length - 1)]?.click();
  }

  /** Opens a form and puts the hand into its first field. */
  function open(...attributes) {
    const summary = document.querySelector(attributes.map((attribute) => `.desk-picked summary[${attribute}]`).join(', '));
    if (!summary) return;
    summary.scrollIntoView({ block: 'center' });
    summary.click();
    summary.parentElement.querySelector('input, textarea, button')?.focus();
  }

  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    KeyX: () => open('data-bulk="dismissFlag"', 'data-deed="dismissFlag"'),
    KeyC: () => open('data-bulk="openCase"'),
    KeyG: () => document.querySelector('.desk-picked a[href*="/links/"]')?.click(),
  };
  document.addEventListener('keydown', (event) => {
    const act = event.altKey && !event.ctrlKey && !event.metaKey && keys[event.code];
    if (!act || !document.querySelector('.desk-picked')) return;
    event.preventDefault();
    act();
  });
})();
