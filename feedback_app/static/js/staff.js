/* For staff who type all day; no page needs it.
   On sign-out the drafts of this tab are forgotten, so the next person at the desk finds nothing. */
(function () {
  'use strict';
  document.addEventListener('submit', function (event) {
    if (event.target.hasAttribute('data-sign-out')) {
      try { window.sessionStorage.clear(); } catch (e) { /* nothing was kept */ }
    }
  });
}());
