/* Nicer, never needed. ES5, for old WebViews.
   1. A form is sent once; its button recovers when the page comes back.
   2. Long texts of a form with data-draft stay in this tab until sent.
   3. The error summary takes the focus. 4. Copy the receipt code, print the page. */
(function () {
  'use strict';
  var store, sent, path = location.pathname;
  try { store = sessionStorage; store.getItem('draft'); } catch (e) { store = null; }

  function each(selector, act) { [].forEach.call(document.querySelectorAll(selector), act); }
  function release() {
    each('form[data-sent]', function (form) { form.removeAttribute('data-sent'); });
    each('button[data-label]', function (button) {
      button.textContent = button.getAttribute('data-label');
      button.removeAttribute('data-label');
      button.removeAttribute('aria-disabled');
    });
  }

  document.addEventListener('submit', function (event) {
    var form = event.target, button = event.submitter || document.activeElement;
    if (!form.hasAttribute('data-once')) { return; }
    if (form.hasAttribute('data-sent')) { event.preventDefault(); return; }
    form.setAttribute('data-sent', '');
    if (!button || button.form !== form || button.type !== 'submit') { button = form.querySelector('button[data-wait]'); }
    if (button && button.hasAttribute('data-wait')) {
      button.setAttribute('data-label', button.textContent);
      button.textContent = button.getAttribute('data-wait');
      button.setAttribute('aria-disabled', 'true');
    }
    if (store && form.hasAttribute('data-draft')) { store.setItem('draft-sent', path); }
    setTimeout(release, 30000);
  });
  window.addEventListener('pageshow', release);

  function forget(from) {
    Object.keys(store).forEach(function (name) {
      if (name.indexOf('draft:' + from + ':') === 0) { store.removeItem(name); }
    });
    store.removeItem('draft-sent');
  }
  if (store) {
    sent = store.getItem('draft-sent');
    if (sent === path) { store.removeItem('draft-sent');
    } else if (sent && !document.body.hasAttribute('data-keep-drafts')) { forget(sent); }
    each('form[data-draft] textarea', function (area) {
      var name = 'draft:' + path + ':' + area.name, kept = store.getItem(name);
      if (kept && !area.value) { area.value = kept; }
      area.addEventListener('input', function () {
        try { store.setItem(name, area.value); } catch (e) { }
      });
    });
  }

  each('.error-summary', function (summary) { summary.focus(); });
  function tool(selector, act) {
    each(selector, function (button) {
      button.hidden = false;
      button.addEventListener('click', function () { act(button); });
    });
  }
  tool('[data-print]', function () { window.print(); });
  tool('[data-copy]', function (button) {
    getSelection().selectAllChildren(document.getElementById(button.getAttribute('data-copy')));
    if (document.execCommand('copy')) { button.textContent = button.getAttribute('data-copied'); }
  });
}());
