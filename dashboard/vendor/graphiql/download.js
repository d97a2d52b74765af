// A file of any size from /export: the browser writes it to disk as it comes.
import { exportUrl } from './places.js';
import { both } from './texts.js';

const form = (wish, target) => {
  const made = Object.assign(document.createElement('form'), { method: 'post', action: exportUrl, target, hidden: true });
  for (const [name, value] of Object.entries(wish)) made.append(Object.assign(document.createElement('input'), { name, value }));
  return made;
};

/** The server's own words for what it refused; null if it gives the file this time. */
async function refusal(wish) {
  const stop = new AbortController();
  const response = await fetch(exportUrl, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(wish),
    signal: stop.signal,
  });
  if (response.ok && !response.redirected) {
    stop.abort();
    return null;
  }
  if (response.redirected || response.status === 401) return both('请先登录，再刷新本页。', 'Please sign in and reload this page.');
  const text = await response.text();
  try {
    const [{ message, extensions }] = JSON.parse(text).errors;
    return [message, extensions?.hint].filter(Boolean).join(' ');
  } catch {
    return text.slice(0, 300) || response.statusText;
  }
}

/**
 * wish: the parameters of /export, texts all. Calls refused(words) if no file comes; words are null if the reason is
 * gone again. Nothing tells a page that a download began: only a frame that gets no file shows a page of its own.
 */
export function download(wish, refused) {
  const frame = Object.assign(document.createElement('iframe'), { name: `export-${Date.now()}`, hidden: true });
  const posted = form(wish, frame.name);
  document.body.append(frame, posted);
  frame.addEventListener('load', () => {
    let blank = false;
    try {
      blank = frame.contentWindow.location.href === 'about:blank';
    } catch {
      // what was refused may not be framed, so it cannot be looked at
    }
    if (blank) return;
    frame.remove();
    refusal(wish).then(refused, (error) => refused(error.message));
  });
  posted.submit();
  posted.remove();
}
