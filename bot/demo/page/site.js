// The confirmer's page in a phone of its own. A desk has neither camera nor satellites, so both can be played.
const dialog = document.getElementById("site");
let frame = dialog.querySelector("iframe");
const HERE = { latitude: 30.25, longitude: 120.16, accuracy: 15 };

function locate(found) { setTimeout(() => found({ coords: HERE, timestamp: Date.now() }), 200); }

// A new frame each time: the phone was locked, not left, so nobody is asked whether to leave unsaved words.
function changeFrame() {
  const fresh = document.createElement("iframe");
  fresh.title = frame.title;
  frame.replaceWith(fresh);
  frame = fresh;
}

export function openSite(path) {
  changeFrame();
  frame.onload = () => {
    if (frame.contentWindow.navigator.geolocation) frame.contentWindow.navigator.geolocation.getCurrentPosition = locate;
  };
  frame.src = path;
  dialog.showModal();
}

function within(id) { return frame.contentDocument?.getElementById(id); }

document.getElementById("site-place").onclick = () => within("locate")?.click();

document.getElementById("site-photo").onclick = async () => {
  const input = within("camera");
  if (!input) return;
  const photo = await (await fetch("/demo/photo")).blob();
  const chosen = new DataTransfer();
  chosen.items.add(new File([photo], "现场.png", { type: photo.type }));
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};

dialog.querySelector(".close").onclick = () => dialog.close();
dialog.onclose = changeFrame;
