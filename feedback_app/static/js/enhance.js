/* Makes pages nicer; no page needs it. ES5, for old WebViews.
   1. A form is sent once: the second press does nothing, the button says so, and it recovers when the page comes back.
   2. The long texts of a form with data-draft stay in this tab until they have been sent.
   3. The error summary takes the focus. 4. The receipt code can be copied, the page printed. */
(function () {
  'use strict';
  var store = null, i;
  try { store = window.sessionStorage; store.getItem('draft'); } catch (e) { store = null; }

  function each(selector, act) {
    var found = document.querySelectorAll(selector);
    for (i = 0; i < found.length; i++) { act(found[i]); }
  }
  function buttonOf(form, event) {
    var own = event.submitter || document.activeElement;
    return own && own.form === form && own.type === 'submit' ? own : form.querySelector('button[data-wait]');
  }
  function release() {
    each('form[data-sent]', function (form) { form.removeAttribute('data-sent'); });
    each('button[data-label]', function (button) {
      button.textContent = button.getAttribute('data-label');
      button.removeAttribute('data-label');
      button.removeAttribute('aria-disabled');
    });
  }

  document.addEventListener('submit', function (event) {
    var form = event.target, button;
    if (!form.hasAttribute('data-once')) { return; }
    if (form.hasAttribute('data-sent')) { event.preventDefault(); return; }
    form.setAttribute('data-sent', '');
    button = buttonOf(form, event);
    if (button && button.getAttribute('data-wait')) {
      button.setAttribute('data-label', button.textContent);
      button.textContent = button.getAttribute('data-wait');
      button.setAttribute('aria-disabled', 'true');
    }
    if (store && form.hasAttribute('data-draft')) { store.setItem('draft-sent', location.pathname); }
    setTimeout(release, 30000);
  });
  window.addEventListener('pageshow', release);

  function key(area) { return 'draft:' + location.pathname + ':' + area.name; }
  function forget(path) {
    var at, name;
    for (at = store.length - 1; at >= 0; at--) {
      name = store.key(at);
      if (name.indexOf('draft:' + path + ':') === 0) { store.removeItem(name); }
    }
    store.removeItem('draft-sent');
  }
  if (store) {
    var sent = store.getItem('draft-sent');
    if (sent && sent !== location.pathname && !document.body.hasAttribute('data-keep-drafts')) { forget(sent); }
    each('form[data-draft] textarea', function (area) {
      var kept = store.getItem(key(area));
      if (kept && !area.value) { area.value = kept; }
      area.addEventListener('input', function () {
        try { store.setItem(key(area), area.value); } catch (e) { /* full: the page still works */ }
      });
    });
  }

  each('.error-summary', function (summary) { summary.focus(); });
  each('[data-print]', function (button) {
    button.hidden = false;
    button.addEventListener('click', function () { window.print(); });
  });
  each('[data-copy]', function (button) {
    button.hidden = false;
    button.addEventListener('click', function () {
      var range = document.createRange(), selection = window.getSelection();
      range.selectNodeContents(document.getElementById(button.getAttribute('data-copy')));
      selection.removeAllRanges();
      selection.addRange(range);
      if (document.execCommand('copy')) { button.textContent = button.getAttribute('data-copied'); }
    });
  });
}());
