/* The check page: takes the chosen files, asks zmProof, says what holds. Nothing leaves the browser. ES5. */
(function () {
  'use strict';
  var place = document.getElementById('check'), result = document.getElementById('check-result');
  var words = JSON.parse(place.getAttribute('data-words')), keys = JSON.parse(place.getAttribute('data-keys'));
  var form = document.getElementById('check-form');
  var english = document.documentElement.lang === 'en';
  var MONTHS = 'January February March April May June July August September October November December'.split(' ');

  function field(name) { return document.getElementById(name); }
  function say(name, values) {
    return words[name].replace(/\{(\w+)\}/g, function (all, key) { return values && key in values ? values[key] : all; });
  }
  function two(number) { return (number < 10 ? '0' : '') + number; }
  function moment(text) {
    var parts = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(text || ''), at;
    if (!parts) { return ''; }
    at = new Date(Date.UTC(+parts[1], parts[2] - 1, +parts[3], +parts[4] + 8, +parts[5]));
    return say('moment', {
      y: at.getUTCFullYear(), m: english ? MONTHS[at.getUTCMonth()] : at.getUTCMonth() + 1, d: at.getUTCDate(),
      time: two(at.getUTCHours()) + ':' + two(at.getUTCMinutes())
    });
  }
  function add(parent, tag, text, css) {
    var made = document.createElement(tag);
    if (text !== undefined) { made.textContent = text; }
    if (css) { made.className = css; }
    parent.appendChild(made);
    return made;
  }

  /* Every chosen file, as bytes, in order; then(list of {name, bytes}). */
  function read(files, then) {
    var found = [], at = 0;
    function next() {
      var reader, file = files[at];
      if (!file) { then(found); return; }
      reader = new FileReader();
      reader.onload = function () {
        found.push({ name: file.name, bytes: new Uint8Array(reader.result) });
        at += 1;
        next();
      };
      reader.onerror = function () { found.push({ name: file.name, bytes: null }); at += 1; next(); };
      reader.readAsArrayBuffer(file);
    }
    next();
  }
  function text(file) {
    try { return file && file.bytes ? zmProof.words(file.bytes) : ''; } catch (e) { return ''; }
  }

  function start(file) { return file.bytes ? String.fromCharCode.apply(null, file.bytes.subarray(0, 4)) : ''; }

  function show(tone, title, lines) {
    var box, head;
    result.textContent = '';
    box = add(result, 'section', undefined, 'notice ' + tone);
    head = add(box, 'h2', title, 'notice-title');
    head.tabIndex = -1;
    lines.forEach(function (line) { if (line) { add(box, 'p', line); } });
    head.focus();
    if (head.scrollIntoView) { head.scrollIntoView(); }
  }
  function list(lines) {
    var all = add(result, 'ul', undefined, 'check-steps');
    lines.forEach(function (line) {
      var item = add(all, 'li', undefined, line.holds ? 'holds' : 'fails');
      add(item, 'strong', say(line.holds ? 'mark_holds' : 'mark_fails'), 'check-mark');
      add(item, 'span', line.words);
    });
  }

  function lineOf(step, found, values) {
    var name = step.part;
    if (name === 'files' && step.holds && !found.file.files.length) { name = 'no_files'; }
    return { holds: step.holds, words: say(name + (step.holds ? '_holds' : '_fails'), values) };
  }
  function chosen(found, said, attachments) {
    var lines = [];
    if (said) {
      lines.push({ holds: Boolean(said.bytes) && zmProof.isSaid(said.bytes, found.file.said) });
      lines[0].words = say(lines[0].holds ? 'text_holds' : 'text_fails');
    }
    attachments.forEach(function (one) {
      var at = one.bytes ? found.file.files.indexOf(zmProof.sha256(one.bytes)) : -1;
      lines.push({ holds: at >= 0, words: say(at >= 0 ? 'attachment_holds' : 'attachment_fails', { name: one.name, place: at + 1 }) });
    });
    return lines;
  }
  function compared(found, other) {
    var said = zmProof.compare(other, found.note, keys), size = said.note ? said.note.size : '';
    return { holds: said.says !== 'fork' && said.says !== 'unreadable' && said.says !== 'unsigned', fork: said.says === 'fork', words: say('other_' + said.says, { size: size }) };
  }

  function judge(proof, said, attachments, other) {
    var found, values, own, more, kind, bad;
    if (!proof) { show('ochre', say('none_title'), [say('none')]); return; }
    found = zmProof.examine(text(proof), keys);
    if (found.fault && start(proof) === '%PDF') { show('ochre', say('unreadable_title'), [say('pdf')]); return; }
    if (found.fault) { show('red', say('unreadable_title'), [say('unreadable')]); return; }
    kind = found.file.kind;
    values = {
      number: found.file.number, version: found.file.version, clarification: found.file.clarification, moment: moment(found.entry.at), place: found.entry.number,
      size: found.note ? found.note.size : '', issued: moment(found.note && found.note.issued), count: (found.file.files || []).length
    };
    own = found.steps.map(function (step) { return lineOf(step, found, values); });
    bad = own.filter(function (line) { return !line.holds; }).length;
    if (bad) {
      show('red', say(kind + '_fails_title'), [say('fails', { count: bad })]);
      list(own);
      return;
    }
    more = kind === 'report' ? chosen(found, said, attachments) : [];
    if (other) { more.push(compared(found, other)); }
    conclude(kind, values, more);
    list(own.concat(more));
    if (kind !== 'report') { add(result, 'pre', found.file.content, 'check-content').setAttribute('lang', 'zh-CN'); }
  }
  function conclude(kind, values, more) {
    var lines = [say(kind + '_holds', values), say(values.issued ? 'signed_on' : 'signed', values)];
    if (more.some(function (line) { return line.fork; })) { show('red', say('fork_title'), [say('other_fork')]); return; }
    if (more.some(function (line) { return !line.holds; })) { show('ochre', say('but_title'), lines.concat([say('but')])); return; }
    show('teal', say(kind + '_holds_title'), lines);
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    read(field('check-proof').files, function (proofs) {
      read(field('check-said').files, function (said) {
        read(field('check-attachments').files, function (attachments) {
          read(field('check-other_file').files, function (others) {
            judge(proofs[0], said[0], attachments, field('check-other').value.replace(/^\s+|\s+$/g, '') || text(others[0]));
          });
        });
      });
    });
  });
  form.hidden = false;
  field('check-without').hidden = true;
}());
