/* The desk: nicer while listening, never needed. ES5.
   1. Ctrl+Enter registers. 2. Records are looked up while typing; what a record says stands beside.
   3. What is typed is kept on the server after each pause; back come the words to read aloud and what is missing. */
(function () {
  'use strict';
  var form = document.getElementById('desk-form'), saved, waiting = null, dirty = false, last = '', asked = 0;
  if (!form || !window.fetch || !window.FormData) { return; }
  saved = form.querySelector('[data-saved]');

  function each(part, selector, act) { [].forEach.call(part.querySelectorAll(selector), act); }
  function make(name, css, words) {
    var one = document.createElement(name);
    if (css) { one.className = css; }
    if (words) { one.textContent = words; }
    return one;
  }
  function fill(list, rows) {
    list.textContent = '';
    rows.forEach(function (row) { list.appendChild(make('li', '', row)); });
  }
  function short(words) { return words.length > 60 ? words.slice(0, 60) + '…' : words; }

  document.addEventListener('keydown', function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
      event.preventDefault();
      form.querySelector('button[value="register"]').click();
    }
  });

  function typed() {
    var data = new FormData(form), body = [];
    data.forEach(function (value, name) {
      if (typeof value === 'string') { body.push(encodeURIComponent(name) + '=' + encodeURIComponent(value)); }
    });
    return body.join('&');
  }
  function keep() {
    var body = typed(), mine = ++asked;
    if (body === last) { return; }
    fetch(saved.getAttribute('data-draft-to'), {
      method: 'POST', credentials: 'same-origin', body: body,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' }
    }).then(function (answer) { return answer.ok ? answer.json() : null; }).then(function (answer) {
      if (!answer || mine !== asked) { return; }
      last = body;
      saved.textContent = saved.getAttribute('data-words') + ' ' + answer.saved;
      each(form, '[data-sentences]', function (list) { fill(list, answer.sentences); });
      each(form, '[data-missing]', function (list) { fill(list, answer.missing); });
      each(form, '[data-both]', function (line) { line.textContent = answer.both; });
    }, function () { });
  }
  function later() { dirty = true; clearTimeout(waiting); waiting = setTimeout(keep, 700); }
  form.addEventListener('input', later);
  form.addEventListener('change', later);
  document.addEventListener('visibilitychange', function () { if (dirty && document.hidden) { keep(); } });

  each(form, '[data-matter]', function (part) {
    var name = part.getAttribute('data-matter'), box = part.querySelector('[name="' + name + '-find"]');
    var found = part.querySelector('[data-found]'), beside = part.querySelector('[data-facts]');
    var field = part.querySelector('[name="' + name + '-field"]'), pause = null, turn = 0;

    function choose(row) {
      var list = make('dl', 'facts compact'), kept = field.value;
      beside.textContent = '';
      beside.appendChild(make('h3', 'desk-says', part.getAttribute('data-says')));
      field.textContent = '';
      field.appendChild(new Option(part.getAttribute('data-whole'), ''));
      row.facts.forEach(function (fact) {
        var line = make('div', 'fact');
        line.appendChild(make('dt', 'fact-label', fact.label));
        line.appendChild(make('dd', 'fact-value', fact.value));
        list.appendChild(line);
        field.appendChild(new Option(fact.label + '：' + short(fact.value), fact.key));
      });
      field.value = kept;
      if (field.selectedIndex < 0) { field.selectedIndex = 0; }
      beside.appendChild(list);
      later();
    }
    function show(rows) {
      var group = make('fieldset', 'field choices');
      group.appendChild(make('legend', 'label', part.getAttribute('data-record-label')));
      rows.forEach(function (row, place) {
        var line = make('div', 'choice'), input = make('input', 'choice-input'), label = make('label', 'choice-label', row.title);
        input.type = 'radio';
        input.name = name + '-record';
        input.value = row.ref;
        input.id = label.htmlFor = name + '-found-' + place;
        input.addEventListener('change', function () { choose(row); });
        line.appendChild(input);
        line.appendChild(label);
        group.appendChild(line);
        if (rows.length === 1) { input.checked = true; choose(row); }
      });
      found.textContent = '';
      found.appendChild(rows.length ? group : make('p', 'hint', part.getAttribute('data-nothing')));
    }
    function look() {
      var mine = ++turn, words = box.value.trim();
      if (words.length < 2) { return; }
      fetch(part.getAttribute('data-records') + '?q=' + encodeURIComponent(words), { credentials: 'same-origin', headers: { Accept: 'application/json' } })
        .then(function (answer) { return answer.json(); })
        .then(function (answer) { if (mine === turn) { show(answer.rows); } }, function () { });
    }
    box.addEventListener('input', function () { clearTimeout(pause); pause = setTimeout(look, 250); });
    box.addEventListener('keydown', function (event) {
      if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) { event.preventDefault(); look(); }
    });
  });
}());
