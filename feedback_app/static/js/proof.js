/* Checks a proof file (回执证明、存证证明) by itself: no page, no network, nothing but the file and the log's key.
   ES5, for old phones; Ed25519 comes from tweetnacl. The form of the file: docs/proof-file.md.

   zmProof.examine(text, keys)  -> {fault} when it cannot be read, else {proof, entry, kind, size, issued, steps: [{part, holds}]}
   zmProof.compare(text, examined, keys) -> what a second checkpoint says about the first
   zmProof.sha256(bytes) -> hex */
(function (root) {
  'use strict';
  var HEX = /^[0-9a-f]{64}$/, NUMBER = /^(0|[1-9][0-9]{0,14})$/, DASH = '\u2014 ';
  var FORMAT = 'zhengming-proof/1', HEAD = 'c2sp.org/tlog-proof@v1';
  var MEMBERS = {
    report: ['format', 'kind', 'number', 'at', 'said', 'files', 'salt', 'entry', 'proof', 'key'],
    version: ['format', 'kind', 'number', 'version', 'at', 'content', 'salt', 'entry', 'proof', 'key'],
    clarification: ['format', 'kind', 'number', 'clarification', 'at', 'content', 'salt', 'entry', 'proof', 'key']
  };
  var ACTIONS = { report: 'ticket.submit', version: 'record.attest', clarification: 'record.attest_clarification' };
  var SUBJECTS = { report: 'ticket:', version: 'record:', clarification: 'record:' };

  /* Bytes and their spellings. Each reader refuses a second spelling of the same bytes. */
  function utf8(text) {
    var raw = unescape(encodeURIComponent(text)), bytes = new Uint8Array(raw.length), i;
    for (i = 0; i < raw.length; i += 1) { bytes[i] = raw.charCodeAt(i); }
    return bytes;
  }
  function words(bytes) {
    var raw = '', i;
    for (i = 0; i < bytes.length; i += 1) { raw += String.fromCharCode(bytes[i]); }
    return decodeURIComponent(escape(raw));
  }
  function hex(bytes) {
    var text = '', i;
    for (i = 0; i < bytes.length; i += 1) { text += (bytes[i] < 16 ? '0' : '') + bytes[i].toString(16); }
    return text;
  }
  function fromHex(text) {
    var bytes = new Uint8Array(text.length / 2), i;
    for (i = 0; i < bytes.length; i += 1) { bytes[i] = parseInt(text.substr(2 * i, 2), 16); }
    return bytes;
  }
  function fromBase64(text) {
    var raw = atob(text), bytes = new Uint8Array(raw.length), i;
    if (btoa(raw) !== text) { throw new Error('base64'); }
    for (i = 0; i < raw.length; i += 1) { bytes[i] = raw.charCodeAt(i); }
    return bytes;
  }
  function join() {
    var length = 0, at = 0, bytes, i;
    for (i = 0; i < arguments.length; i += 1) { length += arguments[i].length; }
    bytes = new Uint8Array(length);
    for (i = 0; i < arguments.length; i += 1) { bytes.set(arguments[i], at); at += arguments[i].length; }
    return bytes;
  }
  function equal(one, other) { return hex(one) === hex(other); }

  /* SHA-256 (FIPS 180-4). The browser's own is not there when a page is opened from a file. */
  var K = (function () {
    var found = [], n = 2, i;
    function prime(number) {
      for (i = 2; i * i <= number; i += 1) { if (number % i === 0) { return false; } }
      return true;
    }
    for (; found.length < 64; n += 1) {
      if (prime(n)) { found.push((Math.pow(n, 1 / 3) % 1) * 4294967296 | 0); }
    }
    return found;
  }());
  function digest(bytes) {
    var state = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
    var whole = bytes.length - bytes.length % 64, rest = bytes.subarray(whole), w = new Int32Array(64), i;
    var tail = new Uint8Array(rest.length < 56 ? 64 : 128), view = new DataView(tail.buffer);
    tail.set(rest);
    tail[rest.length] = 0x80;
    view.setUint32(tail.length - 8, Math.floor(bytes.length / 536870912));
    view.setUint32(tail.length - 4, bytes.length << 3);
    for (i = 0; i < whole; i += 64) { block(state, bytes, i, w); }
    for (i = 0; i < tail.length; i += 64) { block(state, tail, i, w); }
    view = new DataView(new ArrayBuffer(32));
    for (i = 0; i < 8; i += 1) { view.setUint32(4 * i, state[i]); }
    return new Uint8Array(view.buffer);
  }
  function block(state, bytes, at, w) {
    var a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    var t, x, y, one, two;
    for (t = 0; t < 64; t += 1) {
      if (t < 16) {
        w[t] = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
        at += 4;
      } else {
        x = w[t - 15];
        y = w[t - 2];
        w[t] = w[t - 16] + (turn(x, 7) ^ turn(x, 18) ^ x >>> 3) + w[t - 7] + (turn(y, 17) ^ turn(y, 19) ^ y >>> 10) | 0;
      }
      one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + K[t] + w[t] | 0;
      two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
      h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
    for (t = 0; t < 8; t += 1) { state[t] = state[t] >>> 0; }
  }
  function turn(x, n) { return x >>> n | x << 32 - n; }
  function sha256(bytes) { return hex(digest(bytes)); }

  /* Keys and signed notes (C2SP signed-note). A key reads name+id+base64. */
  function readKey(text) {
    var parts = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+\/=]+)$/.exec(text), raw = parts && fromBase64(parts[3]), id;
    if (!raw || raw.length !== 33 || raw[0] !== 1) { throw new Error('key'); }
    id = digest(join(utf8(parts[1] + '\n'), raw)).subarray(0, 4);
    if (hex(id) !== parts[2]) { throw new Error('key'); }
    return { name: parts[1], id: id, bytes: raw.subarray(1) };
  }
  function readNote(text) {
    var cut = text.lastIndexOf('\n\n'), body = text.slice(0, cut + 1), lines, note;
    if (cut < 0 || text.slice(-1) !== '\n') { throw new Error('note'); }
    lines = body.slice(0, -1).split('\n');
    if (lines.length < 3 || !NUMBER.test(lines[1])) { throw new Error('note'); }
    note = { text: body, origin: lines[0], size: Number(lines[1]), root: fromBase64(lines[2]), issued: null, signatures: [] };
    lines.slice(3).forEach(function (line) {
      if (/^issued \d{4}-\d\d-\d\dT[\d:.]+Z$/.test(line)) { note.issued = line.slice(7); }
    });
    if (note.root.length !== 32) { throw new Error('note'); }
    note.signatures = text.slice(cut + 2, -1).split('\n').map(readSignature);
    return note;
  }
  function readSignature(line) {
    var parts = line.slice(DASH.length).split(' ');
    if (line.slice(0, DASH.length) !== DASH || parts.length !== 2) { throw new Error('note'); }
    return { name: parts[0], raw: fromBase64(parts[1]) };
  }
  /* Signed by one of these keys, in the name of this log; no signature made in their name may be false. */
  function isSigned(note, keys) {
    var good = 0, bad = 0;
    keys.forEach(function (key) {
      note.signatures.forEach(function (one) {
        if (one.name !== key.name || !equal(one.raw.subarray(0, 4), key.id)) { return; }
        if (note.origin === key.name && isBy(key, one.raw.subarray(4), utf8(note.text))) { good += 1; } else { bad += 1; }
      });
    });
    return good > 0 && bad === 0;
  }
  function isBy(key, signature, message) {
    var i, order = root.nacl.lowlevel.L;
    if (signature.length !== 64) { return false; }
    for (i = 31; i >= 0 && signature[32 + i] === order[i]; i -= 1) { }  /* the second half is below the group's order */
    return i >= 0 && signature[32 + i] < order[i] && root.nacl.sign.detached.verify(message, signature, key.bytes);
  }

  /* The place in the tree (RFC 9162, 2.1.3.2). */
  function isIncluded(leaf, index, size, path, top) {
    var at = index, last = size - 1, found = leaf, i;
    if (!(index < size)) { return false; }
    for (i = 0; i < path.length; i += 1) {
      if (last === 0) { return false; }
      if (at % 2 === 1 || at === last) {
        found = digest(join([1], path[i], found));
        while (at % 2 === 0 && at !== 0) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
      } else {
        found = digest(join([1], found, path[i]));
      }
      at = Math.floor(at / 2);
      last = Math.floor(last / 2);
    }
    return last === 0 && equal(found, top);
  }
  function readProof(text) {
    var cut = text.indexOf('\n\n'), lines = text.slice(0, cut).split('\n'), place = /^index (.*)$/.exec(lines[1] || '');
    if (cut < 0 || lines[0] !== HEAD || !place || !NUMBER.test(place[1])) { throw new Error('proof'); }
    return { index: Number(place[1]), path: lines.slice(2).map(fromBase64), note: readNote(text.slice(cut + 2)) };
  }
  function commitment(salt, inner) { return sha256(join(fromHex(salt), fromHex(inner))); }

  /* The file: a member more, a member less or one of another kind, and it is none. */
  function readFile(text) {
    var file = JSON.parse(text.replace(/^\ufeff/, '')), names = MEMBERS[file && file.kind];
    if (!names || file.format !== FORMAT || Object.keys(file).sort().join() !== names.slice().sort().join()) { throw new Error('file'); }
    names.forEach(function (name) {
      var value = file[name];
      if (name === 'files') { value.forEach(mustBeHex);
      } else if (name === 'version' || name === 'clarification') { if (!(value > 0 && value % 1 === 0)) { throw new Error('file'); }
      } else if (typeof value !== 'string') { throw new Error('file');
      } else if (name === 'said' || name === 'salt') { mustBeHex(value); }
    });
    return file;
  }
  function mustBeHex(text) { if (!HEX.test(text)) { throw new Error('file'); } }
  function trying(act) { try { return act(); } catch (e) { return null; } }

  function examine(text, keys) {
    var file = trying(function () { return readFile(text); });
    var known = keys.map(readKey), proof, entry, facts, steps = [];
    if (!file) { return { fault: 'file' }; }
    entry = trying(function () { return JSON.parse(file.entry); }) || {};
    facts = trying(function () { return JSON.parse(entry.facts); }) || {};
    proof = trying(function () { return readProof(file.proof); });
    function step(part, holds) { steps.push({ part: part, holds: Boolean(trying(holds)) }); }

    step('key', function () { return keys.indexOf(file.key) >= 0; });
    step('signature', function () { return isSigned(proof.note, known); });
    step('place', function () {
      var leaf = digest(join([0], utf8(file.entry)));
      return isIncluded(leaf, proof.index, proof.note.size, proof.path, proof.note.root) && entry.number === proof.index + 1;
    });
    step('head', function () {
      return entry.subject === SUBJECTS[file.kind] + file.number && entry.at === file.at && entry.action === ACTIONS[file.kind] &&
        (file.kind === 'report' || facts[file.kind] === file[file.kind]);
    });
    if (file.kind === 'report') {
      step('said', function () { return facts.said_hash === commitment(file.salt, file.said); });
      step('files', function () {
        return facts.file_hashes.join() === file.files.map(function (one) { return commitment(file.salt, one); }).join();
      });
    } else {
      step('content', function () { return facts.content_hash === commitment(file.salt, sha256(utf8(file.content))); });
    }
    return { file: file, entry: entry, note: proof && proof.note, steps: steps };
  }

  /* A text saved again by an editor has other line ends, or a mark in front. Its words are the same. */
  function isSaid(bytes, said) {
    return sha256(bytes) === said || Boolean(trying(function () {
      return sha256(utf8(words(bytes).replace(/^\ufeff/, '').replace(/\r\n/g, '\n'))) === said;
    }));
  }

  /* A checkpoint kept from another day: 'unreadable', 'unsigned', 'same', 'fork', 'older', 'newer'. */
  function compare(text, note, keys) {
    var tidy = text.replace(/^\ufeff/, '').replace(/\r\n/g, '\n').replace(/\s+$/, '') + '\n';
    var other = trying(function () { return readNote(tidy); }), known = keys.map(readKey);
    if (!other) { return { says: 'unreadable' }; }
    if (!trying(function () { return isSigned(other, known); })) { return { says: 'unsigned' }; }
    if (other.size === note.size) { return { says: equal(other.root, note.root) ? 'same' : 'fork', note: other }; }
    return { says: other.size < note.size ? 'older' : 'newer', note: other };
  }

  root.zmProof = { examine: examine, compare: compare, isSaid: isSaid, sha256: sha256, words: words };
}(typeof self === 'undefined' ? this : self));
