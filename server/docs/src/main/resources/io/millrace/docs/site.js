'use strict';
// Searches the sections of all pages: each word that is typed has to be in one, and headings count more than text.
(() => {
  const top = document.documentElement.dataset.top;
  const input = document.getElementById('search');
  const list = document.getElementById('found');
  let asked = false;

  function load() {
    if (!asked) {
      asked = true;
      const script = document.createElement('script');
      script.src = top + 'search.js';
      script.onload = show;
      document.head.append(script);
    }
  }

  function score(words, [, title, heading, text]) {
    let sum = 0;
    for (const word of words) {
      const inTitle = title.toLowerCase().includes(word);
      const inHeading = heading.toLowerCase().includes(word);
      const inText = text.toLowerCase().includes(word);
      if (!inTitle && !inHeading && !inText) {
        return 0;
      }
      sum += (inHeading ? 10 : 0) + (inTitle ? 4 : 0) + (inText ? 1 : 0);
    }
    return sum;
  }

  function excerpt(words, text) {
    const at = Math.max(0, text.toLowerCase().indexOf(words[0]) - 30);
    return (at > 0 ? '…' : '') + text.slice(at, at + 160);
  }

  function item(words, [address, title, heading, text]) {
    const link = document.createElement('a');
    link.href = top + address;
    link.textContent = heading ? title + ' › ' + heading : title;
    const small = document.createElement('small');
    small.textContent = excerpt(words, text);
    link.append(small);
    const element = document.createElement('li');
    element.append(link);
    return element;
  }

  function show() {
    const words = input.value.toLowerCase().split(/\s+/).filter(word => word);
    list.hidden = words.length === 0 || !window.millraceIndex;
    if (list.hidden) {
      return;
    }
    const found = window.millraceIndex
      .map(entry => ({ entry, score: score(words, entry) }))
      .filter(each => each.score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, 20)
      .map(each => item(words, each.entry));
    if (found.length === 0) {
      const none = document.createElement('li');
      none.className = 'none';
      none.textContent = 'Nothing has all of these words.';
      found.push(none);
    }
    list.replaceChildren(...found);
  }

  input.addEventListener('focus', load);
  input.addEventListener('input', () => {
    load();
    show();
  });
  input.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      input.value = '';
      show();
    } else if (event.key === 'Enter' && list.querySelector('a')) {
      list.querySelector('a').click();
    }
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && event.target === document.body) {
      event.preventDefault();
      input.focus();
    }
  });
})();
