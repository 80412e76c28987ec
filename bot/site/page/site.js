// The confirmation page: asks for its facts (which opens the visit for this phone), gathers, checks, sends.
'use strict';
(function () {
  const byId = (id) => document.getElementById(id);
  const address = location.pathname.replace(/\/$/, '');
  const limits = {
    photos: Number(document.body.dataset.photos),
    photo: Number(document.body.dataset.photoBytes),
    body: Number(document.body.dataset.bodyBytes),
  };
  const screens = ['waiting', 'shut', 'form', 'summary', 'done'];
  let items = [];
  let draft = '';
  let sent = false;

  const photos = new Photos(limits, () => { if (!place.position && photos.files.length) place.ask(); changed(); });
  const place = new Place(() => changed());
  const sender = new Sender(address, {
    progress: showProgress, taken: showDone, refused: showRefused, shut: showShut,
  });

  function show(name) {
    screens.forEach((one) => { byId(one).hidden = one !== name; });
    window.scrollTo(0, 0);
  }

  function showShut(title, message) {
    byId('shut-title').textContent = title;
    byId('shut-message').textContent = message;
    sent = true; // nothing here is worth a warning on leaving
    show('shut');
  }

  async function open() {
    show('waiting');
    byId('reopen').hidden = true;
    let facts;
    try {
      const answer = await fetch(`${address}/facts`, { credentials: 'same-origin', cache: 'no-store' });
      facts = await answer.json();
      if (!answer.ok) {
        byId('reopen').hidden = Boolean(facts.shut);
        return showShut(facts.title || WORDS.oddTitle, facts.message);
      }
    } catch (odd) {
      byId('reopen').hidden = false;
      return showShut(WORDS.openOfflineTitle, WORDS.openOffline);
    }
    sent = false;
    fill(facts);
    show('form');
    place.ask();
  }

  function fill(facts) {
    for (const name of ['number', 'title', 'place', 'due', 'confirmer', 'problem']) {
      byId(name).textContent = facts[name] || '';
      const row = byId(`${name}-row`);
      if (row) row.hidden = !facts[name];
    }
    byId('title').hidden = !facts.title;
    byId('items').textContent = '';
    items = facts.items.map(itemRow);
    draft = `duban-site-${facts.number}`;
    restore();
    changed();
  }

  function itemRow(item) {
    const row = byId('item').content.cloneNode(true).firstElementChild;
    const put = (name, words) => { row.querySelector(name).textContent = words; };
    put('.no', `${item.no}.`);
    put('.text', item.text);
    put('.standard', item.standard);
    put('.unit', item.unit);
    const why = row.querySelector('.why');
    row.querySelectorAll('input').forEach((input) => {
      input.name = `item-${item.no}`;
      input.addEventListener('change', () => {
        why.hidden = false;
        why.querySelector('span').textContent = input.value === 'true' ? WORDS.whyPassed : WORDS.whyFailed;
        why.querySelector('textarea').rows = input.value === 'true' ? 1 : 3;
      });
    });
    byId('items').append(row);
    return {
      no: item.no,
      text: item.text,
      ticked: () => { const on = row.querySelector('input:checked'); return on ? on.value === 'true' : null; },
      tick: (passed) => {
        const input = row.querySelector(`input[value="${passed}"]`);
        input.checked = true;
        input.dispatchEvent(new Event('change'));
      },
      note: row.querySelector('textarea'),
      row,
    };
  }

  function kind() { return document.querySelector('input[name=kind]:checked'); }
  function onSite() { return kind().value === 'site'; }
  function failed() { return items.filter((item) => item.ticked() === false); }

  // The same rules as the server's, said before an upload instead of after it (the server decides).
  // Each thing lacking: what to say, and where on the page it is put right.
  function lacking() {
    const open = items.filter((item) => item.ticked() === null);
    if (!open.length) return lackingProof(failed());
    const ticks = { words: WORDS.lackTicks(open.map((item) => item.no).join('、')), at: open[0].row };
    return [ticks].concat(lackingProof(failed()));
  }

  function lackingProof(wrong) {
    const note = byId('note').value.trim();
    if (!onSite()) return note ? [] : [{ words: WORDS.lackCall, at: byId('note') }];
    if (wrong.length) {
      const said = note || photos.files.length || wrong.some((item) => item.note.value.trim());
      return said ? [] : [{ words: WORDS.lackWhy, at: wrong[0].note }];
    }
    const proof = [];
    if (!photos.files.length) proof.push({ words: WORDS.lackPhoto, at: byId('photos-title') });
    if (!place.position) proof.push({ words: WORDS.lackPlace, at: byId('where-title') });
    return proof;
  }

  function changed() {
    const missing = lacking();
    const line = byId('missing');
    line.textContent = missing.length ? WORDS.lacking(missing.map((one) => one.words)) : WORDS.complete;
    line.className = missing.length ? 'lacking' : '';
    byId('check').classList.toggle('early', missing.length > 0);
    byId('photos-name').textContent = onSite() ? WORDS.photosSite : WORDS.photosPaper;
    byId('note-hint').textContent = onSite() ? WORDS.noteSite : WORDS.noteCall;
    byId('photo-hint').textContent = onSite() ? WORDS.photoHintSite : WORDS.photoHintPaper;
    keep();
  }

  // A phone short of memory forgets the page while the camera is open: ticks and words come back, photos are taken again.
  function keep() {
    if (!draft || sent) return;
    const told = { note: byId('note').value, kind: kind().value, items: {} };
    items.forEach((item) => { told.items[item.no] = [item.ticked(), item.note.value]; });
    try { sessionStorage.setItem(draft, JSON.stringify(told)); } catch (full) { /* it works without */ }
  }

  function restore() {
    let told = null;
    try { told = JSON.parse(sessionStorage.getItem(draft)); } catch (odd) { told = null; }
    if (!told) return;
    byId('note').value = told.note;
    const chosen = document.querySelector(`input[name=kind][value="${told.kind}"]`);
    if (chosen) { chosen.checked = true; byId('kinds').open = told.kind !== 'site'; }
    items.forEach((item) => {
      const [ticked, note] = told.items[item.no] || [null, ''];
      if (ticked !== null) item.tick(ticked);
      item.note.value = note;
    });
  }

  function showSummary() {
    const list = byId('summary-items');
    list.textContent = '';
    items.forEach((item) => {
      const line = document.createElement('li');
      const verdict = document.createElement('strong');
      verdict.textContent = item.ticked() ? WORDS.passed : WORDS.failed;
      line.className = item.ticked() ? 'pass' : 'fail';
      line.append(verdict, `${item.no}. ${item.text}`);
      if (item.note.value.trim()) {
        const note = document.createElement('small');
        note.textContent = item.note.value.trim();
        line.append(note);
      }
      list.append(line);
    });
    const wrong = failed().length;
    byId('verdict').textContent = wrong ? WORDS.verdictFailed(wrong) : WORDS.verdictPassed;
    byId('verdict').className = `verdict ${wrong ? 'fail' : 'pass'}`;
    byId('summary-kind').textContent = kind().dataset.label;
    byId('summary-photos').textContent = WORDS.photos(photos.files.length);
    byId('summary-place').textContent = place.position ? WORDS.placeShort(place.metres()) : WORDS.placeNone;
    byId('summary-note').textContent = byId('note').value.trim();
    byId('summary-note-row').hidden = !byId('note').value.trim();
    byId('sending').textContent = '';
    byId('progress').hidden = true;
    show('summary');
    byId('summary-title').focus();
  }

  function form() {
    const told = new FormData();
    told.append('findings', JSON.stringify(items.map((item) => (
      { item: item.no, passed: item.ticked(), note: item.note.value.trim() }))));
    told.append('note', byId('note').value.trim());
    told.append('kind', kind().value);
    if (place.position) {
      told.append('latitude', String(place.position.latitude));
      told.append('longitude', String(place.position.longitude));
      told.append('accuracy', String(place.position.accuracy));
    }
    photos.files.forEach((file) => told.append('photo', file, file.name || 'photo'));
    return told;
  }

  function rest(busy) { byId('send').disabled = busy; byId('back').disabled = busy; }

  function showProgress(percent) {
    rest(true);
    byId('progress').hidden = false;
    byId('progress').value = percent;
    byId('sending').className = 'soft';
    byId('sending').textContent = percent < 100 ? WORDS.sendingPart(percent) : WORDS.sending;
  }

  function showRefused(message) {
    rest(false);
    byId('progress').hidden = true;
    byId('sending').className = '';
    byId('sending').textContent = message;
  }

  function showDone(message) {
    sent = true;
    try { sessionStorage.removeItem(draft); } catch (odd) { /* nothing was kept */ }
    byId('done-message').textContent = message;
    show('done');
    byId('done-title').focus();
  }

  byId('form').addEventListener('input', changed);
  byId('form').addEventListener('change', changed);
  byId('form').addEventListener('submit', (event) => {
    event.preventDefault();
    const [first] = lacking();
    if (!first) { showSummary(); return; }
    byId('missing').className = 'lacking asked';
    first.at.scrollIntoView({ block: 'center' });
    if (first.at.tagName === 'TEXTAREA') first.at.focus();
  });
  byId('back').addEventListener('click', () => { sender.forget(); show('form'); });
  byId('send').addEventListener('click', () => sender.send(form()));
  byId('reopen').addEventListener('click', open);
  window.addEventListener('beforeunload', (event) => {
    const begun = photos.files.length || items.some((item) => item.ticked() !== null);
    if (begun && !sent) { event.preventDefault(); event.returnValue = ''; }
  });
  open();
})();
