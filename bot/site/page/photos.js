// The photos taken so far: added one by one or several at once, shown, taken away again.
'use strict';
class Photos {
  constructor(limits, changed) {
    this.limits = limits;
    this.changed = changed;
    this.files = [];
    this.list = document.getElementById('photos');
    this.camera = document.getElementById('camera');
    this.error = document.getElementById('photo-error');
    this.camera.addEventListener('change', () => {
      this.add(Array.from(this.camera.files));
      this.camera.value = ''; // so that the camera can be used again, even for the same file
    });
    this.show();
  }

  add(files) {
    let trouble = '';
    for (const file of files) {
      const total = this.files.reduce((sum, one) => sum + one.size, 0);
      if (!file.size) trouble = WORDS.photoEmpty;
      else if (file.size > this.limits.photo) trouble = WORDS.photoBig(megabytes(this.limits.photo));
      else if (this.files.length >= this.limits.photos) trouble = WORDS.photoMany(this.limits.photos);
      // A little is left for the words and the envelope.
      else if (total + file.size > this.limits.body * 0.99) trouble = WORDS.photoTotal(megabytes(this.limits.body));
      else this.files.push(file);
    }
    this.error.textContent = trouble;
    this.error.hidden = !trouble;
    this.show();
    this.changed();
  }

  show() {
    this.list.querySelectorAll('img').forEach((img) => URL.revokeObjectURL(img.src));
    this.list.textContent = '';
    this.files.forEach((file, index) => this.list.append(this.tile(file, index)));
    document.getElementById('photo-count').textContent = WORDS.photoCount(this.files.length, this.limits.photos);
    this.camera.closest('label').classList.toggle('full', this.files.length >= this.limits.photos);
  }

  tile(file, index) {
    const tile = document.getElementById('photo').content.cloneNode(true);
    const img = tile.querySelector('img');
    const name = tile.querySelector('.name');
    img.alt = WORDS.photoName(index + 1);
    img.addEventListener('error', () => { img.hidden = true; name.textContent = WORDS.photoNoPreview; });
    img.src = URL.createObjectURL(file);
    const remove = tile.querySelector('.remove');
    remove.setAttribute('aria-label', WORDS.photoRemove(index + 1));
    remove.addEventListener('click', () => {
      this.files.splice(index, 1);
      this.error.hidden = true;
      this.show();
      this.changed();
    });
    return tile;
  }
}

function megabytes(bytes) { return Math.floor(bytes / 1048576); }
