// Forms of what can be done: one open at a time; Escape closes it and gives the focus back.
(() => {
  const open = () => [...document.querySelectorAll('details.deed[open]')];
  document.addEventListener(
    'toggle',
    (event) => {
      if (event.target.matches?.('details.deed[open]')) open().forEach((other) => other === event.target || (other.open = false));
    },
    true,
  );
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    open().forEach((form) => {
      form.open = false;
      form.querySelector('summary').focus();
    });
  });
})();
