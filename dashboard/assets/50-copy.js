// A button with data-copy puts that text on the clipboard and says so; with data-origin, addresses of ours in it get
// the name of this server, which only the browser knows.
(() => {
  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Without HTTPS browsers give pages no clipboard.
    const area = Object.assign(document.createElement('textarea'), { value: text, readOnly: true });
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }

  document.addEventListener('click', async (event) => {
    const button = event.target.closest?.('[data-copy]');
    if (!button) return;
    const text = button.dataset.copy;
    await copy('origin' in button.dataset ? text.replaceAll('\t/', `\t${location.origin}/`) : text);
    button.textContent = button.dataset.copied;
  });
})();
