/* The staff's day by keyboard; drafts kept while typing; who else has the ticket open. No page needs it. ES5.
   Keys: j k or the arrows walk through the list, Enter opens, g i goes to the inbox, / looks for something, ? says all this.
   Never while somebody types. */
(function () {
  'use strict';
  var keys = document.querySelector('[data-keys]'), rows = [].slice.call(document.querySelectorAll('a[data-row]'));
  var at = -1, waitsForI = 0;

  function post(address, body, then) {
    var ask = new XMLHttpRequest();
    ask.open('POST', address);
    ask.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    ask.onload = function () {
      var said;
      if (ask.status !== 200) { return; }
      try { said = JSON.parse(ask.responseText); } catch (e) { return; }
      then(said);
    };
    ask.send(body);
  }
  function pair(name, value) { return encodeURIComponent(name) + '=' + encodeURIComponent(value); }

  /* ---- keys ---- */
  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== 'checkbox';
  }
  function go(step) {
    var now = rows.indexOf(document.activeElement);
    if (!rows.length) { return false; }
    at = now >= 0 ? now : at;
    at = Math.max(0, Math.min(rows.length - 1, at + step));
    rows[at].focus();
    return true;
  }
  function toggleHelp() {
    keys.hidden = !keys.hidden;
    if (!keys.hidden) { keys.focus(); }
  }
  if (keys) {
    document.addEventListener('keydown', function (event) {
      var key = event.key, search = document.getElementById('filter-words'), done = true;
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) { return; }
      if (key === 'j' || key === 'ArrowDown' && rows.indexOf(event.target) >= 0) { done = go(1);
      } else if (key === 'k' || key === 'ArrowUp' && rows.indexOf(event.target) >= 0) { done = go(-1);
      } else if (key === 'i' && Date.now() < waitsForI) { location.href = keys.getAttribute('data-inbox');
      } else if (key === 'g') { waitsForI = Date.now() + 1500; return;
      } else if (key === '/') {
        if (search) { search.focus(); } else { location.href = keys.getAttribute('data-inbox') + '#filter-words'; }
      } else if (key === '?') { toggleHelp();
      } else if (key === 'Escape' && !keys.hidden) { keys.hidden = true;
      } else { done = false; }
      if (done) { event.preventDefault(); }
    });
  }

  /* ---- drafts: a second after the last key the server has it ---- */
  [].forEach.call(document.querySelectorAll('[data-draft-said]'), function (said) {
    var form = said, waiting = null, parts = location.pathname.split('/tickets/'), ref, place;
    while (form && form.tagName !== 'FORM') { form = form.parentNode; }
    if (!form || parts.length < 2) { return; }
    ref = parts[1].split('/')[0];
    place = parts[1].slice(ref.length + 1);
    function keep() {
      var body = [].filter.call(form.elements, function (one) {
        return one.name && one.type !== 'file' && one.type !== 'submit' && (!/^(radio|checkbox)$/.test(one.type) || one.checked);
      }).map(function (one) { return pair(one.name, one.value); }).join('&');
      post(parts[0] + '/tickets/' + ref + '/drafts/' + place, body, function (answer) { said.textContent = answer.said; });
    }
    function soon() { clearTimeout(waiting); waiting = setTimeout(keep, 1000); }
    form.addEventListener('input', soon);
    form.addEventListener('change', soon);
    form.addEventListener('submit', function () { clearTimeout(waiting); });
  });

  /* ---- who else is here, every 30 seconds while the page is looked at ---- */
  [].forEach.call(document.querySelectorAll('[data-presence]'), function (line) {
    function say() {
      if (document.hidden) { return; }
      post(line.getAttribute('data-presence'), pair('csrf_token', line.getAttribute('data-token')), function (answer) {
        var words = answer.others.length ? line.getAttribute('data-words') + answer.others.join(line.getAttribute('data-between')) : '';
        line.hidden = !words;
        if (line.textContent !== words) { line.textContent = words; }
      });
    }
    say();
    setInterval(say, 30000);
  });
}());
