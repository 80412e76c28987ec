// Where the phone is: asked once when the page opens, again with each first photo or on the button.
'use strict';
class Place {
  constructor(changed) {
    this.changed = changed;
    this.position = null;
    this.asking = false;
    this.line = document.getElementById('where');
    this.button = document.getElementById('locate');
    this.button.addEventListener('click', () => this.ask());
  }

  ask() {
    if (this.asking) return;
    if (!navigator.geolocation) return this.say(WORDS.locateNever, 'bad');
    if (!window.isSecureContext) return this.say(WORDS.locateInsecure, 'bad');
    this.asking = true;
    this.button.disabled = true;
    this.say(WORDS.locating, '');
    navigator.geolocation.getCurrentPosition(
      (found) => this.found(found),
      (trouble) => this.lost(trouble),
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 });
  }

  found(found) {
    this.settle();
    this.position = found.coords;
    const metres = this.metres();
    const at = new Date().toTimeString().slice(0, 5);
    if (metres > 200) this.say(WORDS.locatedRough(metres, at), 'warn');
    else this.say(WORDS.located(metres, at), 'good');
    this.changed();
  }

  lost(trouble) {
    this.settle();
    // An earlier position of this visit stays good when a second try finds nothing.
    if (this.position) { this.say(WORDS.placeShort(this.metres()), 'good'); return; }
    const said = trouble.code === 1 ? WORDS.locateDenied : trouble.code === 3 ? WORDS.locateSlow : WORDS.locateFailed;
    this.say(said, 'bad');
    this.changed();
  }

  settle() {
    this.asking = false;
    this.button.disabled = false;
    this.button.textContent = WORDS.locateAgain;
  }

  metres() { return Math.max(1, Math.round(this.position.accuracy)); }

  say(words, mood) {
    this.line.textContent = words;
    this.line.className = `where ${mood}`;
  }
}
