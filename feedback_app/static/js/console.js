/* Makes the staff's forms nicer; no page needs it.
   1. Beside a right value: how it will read, by the same reader that will take it (data-reading, data-field).
   2. The preview of a text follows the typing (data-preview-of). */
(function () {
  'use strict';
  var i, each = function (selector, act) {
    var found = document.querySelectorAll(selector);
    for (i = 0; i < found.length; i++) { act(found[i]); }
  };

  function readAlong(box) {
    var input = box.querySelector('input, textarea, select'), said = document.createElement('p'), waiting = null, asked = 0;
    if (!input || !window.fetch) { return; }
    said.className = 'reads';
    said.setAttribute('role', 'status');
    box.appendChild(said);
    function ask() {
      var mine = ++asked, value = input.value.trim();
      if (!value) { said.textContent = ''; return; }
      fetch(box.getAttribute('data-reading') + '?field=' + encodeURIComponent(box.getAttribute('data-field')) +
        '&value=' + encodeURIComponent(value), { credentials: 'same-origin', headers: { Accept: 'application/json' } })
        .then(function (answer) { return answer.ok ? answer.json() : {}; })
        .then(function (answer) {
          if (mine !== asked) { return; }
          said.className = answer.refused ? 'reads refused' : 'reads';
          said.textContent = answer.refused || (answer.reads ? box.getAttribute('data-reads') + answer.reads : '');
        }, function () { said.textContent = ''; });
    }
    input.addEventListener('input', function () { clearTimeout(waiting); waiting = setTimeout(ask, 300); });
    if (!input.hasAttribute('aria-invalid')) { ask(); }
  }
  each('[data-reading]', readAlong);

  each('[data-preview-of]', function (shown) {
    var area = document.getElementById(shown.getAttribute('data-preview-of'));
    if (area) { area.addEventListener('input', function () { shown.textContent = area.value; }); }
  });
}());
