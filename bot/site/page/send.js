// Sends the page in, with progress; when the line breaks it goes again by itself. The same content sent twice counts once.
'use strict';
class Sender {
  constructor(address, told) {
    this.address = address;
    this.told = told;
    this.waiting = null;
    this.busy = false;
    window.addEventListener('online', () => { if (this.waiting && !this.busy) this.send(this.waiting); });
  }

  send(form) {
    this.waiting = form;
    this.busy = true;
    this.told.progress(0);
    const wire = new XMLHttpRequest();
    wire.open('POST', this.address);
    wire.upload.addEventListener('progress', (part) => {
      if (part.lengthComputable) this.told.progress(Math.floor((part.loaded / part.total) * 100));
    });
    wire.addEventListener('load', () => this.answered(wire));
    wire.addEventListener('error', () => this.broken());
    wire.addEventListener('timeout', () => this.broken());
    wire.send(form);
  }

  answered(wire) {
    this.busy = false;
    this.waiting = null;
    let said = null;
    try { said = JSON.parse(wire.responseText); } catch (odd) { said = null; }
    if (!said || typeof said.message !== 'string') this.told.refused(WORDS.odd);
    else if (said.ok) this.told.taken(said.message);
    else if (said.shut) this.told.shut(said.title, said.message);
    else this.told.refused(said.message);
  }

  broken() {
    this.busy = false;
    this.told.refused(WORDS.offline);
  }

  forget() { this.waiting = null; }
}
