/* One more row of a table without asking the server. Nicer, never needed: the button works by itself. ES5. */
(function () {
  'use strict';
  document.addEventListener('click', function (event) {
    var button = event.target, group, rows, last, row, number;
    if (button.name !== 'add_row') { return; }
    group = button.parentNode;
    while (group && !(group.hasAttribute && group.hasAttribute('data-rows'))) { group = group.parentNode; }
    rows = group ? group.querySelectorAll('[data-row]') : [];
    if (!rows.length) { return; }
    event.preventDefault();
    last = rows[rows.length - 1];
    number = rows.length;
    row = last.cloneNode(true);
    row.removeAttribute('id');
    row.querySelector('legend').textContent = last.querySelector('legend').textContent.replace(/\d+/, String(number + 1));
    [].forEach.call(row.querySelectorAll('.field-error'), function (words) { words.parentNode.removeChild(words); });
    [].forEach.call(row.querySelectorAll('.has-error'), function (field) { field.classList.remove('has-error'); });
    [].forEach.call(row.querySelectorAll('input, textarea, select, label, p[id]'), function (part) {
      ['id', 'name', 'for', 'aria-describedby'].forEach(function (name) {
        if (part.hasAttribute(name)) { part.setAttribute(name, part.getAttribute(name).replace(/-\d+-/g, '-' + number + '-')); }
      });
      part.removeAttribute('aria-invalid');
      if (part.tagName === 'SELECT') { part.selectedIndex = 0; } else if (part.tagName === 'INPUT' || part.tagName === 'TEXTAREA') { part.value = ''; part.defaultValue = ''; }
    });
    last.parentNode.insertBefore(row, last.nextSibling);
    row.querySelector('input, textarea, select').focus();
  });
}());
