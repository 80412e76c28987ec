// Four phones around one real program. Every pane shows what the stand-ins say its owner's screen shows; every click is
// a message, a press or a page of the real thing.
import { markdown } from "/demo/markdown.js";

const $ = (selector, root = document) => root.querySelector(selector);
const panes = [...document.querySelectorAll(".phone")];
const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", year: "numeric", month: "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false });
const short = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
let cast;

async function call(path, body) {
  const answer = await fetch(path, body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

const element = (tag, className, html = "") => Object.assign(document.createElement(tag), { className, innerHTML: html });
const who = (pane) => $(".who", pane).value;

function toast(pane, text) {
  const note = element("div", "toast");
  note.textContent = text;
  $(".screen", pane).append(note);
  note.scrollIntoView();
  setTimeout(() => note.remove(), 4000);
}

function cardOf(pane, message) {
  const { values, buttons, outTrackId } = message.card;
  const light = /红/.test(values.light) ? "red" : /黄/.test(values.light) ? "yellow" : "green";
  const box = element("article", `card ${light}`);
  box.dataset.card = outTrackId;
  const line = (label, value) => (value ? `<dt>${label}</dt><dd>${markdown(value)}</dd>` : "");
  const items = JSON.parse(values.items || "[]").map((i) => `<li>${i.mark ?? ""} ${i.n}. ${markdown(i.text).replace(/<\/?p>/g, "")}</li>`).join("");
  box.innerHTML = `<h3></h3><div class="tags"></div><dl>${line("问题", values.problem)}${line("地点", values.place)}${line("人数", values.people_count)}${line("牵头", values.lead)}${line("协办", values.assist)}${line("要求", values.demand)}${line("时限", [values.due, values.remaining].filter(Boolean).join(" · "))}</dl><ul class="items">${items}</ul>${values.latest ? `<div class="tags">最新：${markdown(values.latest)}</div>` : ""}<div class="note">${markdown(values.note || "")}</div><div class="buttons"></div>`;
  $("h3", box).textContent = values.title;
  $(".tags", box).textContent = [values.grade, values.light].filter(Boolean).join(" · ");
  for (const one of buttons) {
    const button = element("button", "");
    button.textContent = one.text;
    button.onclick = async () => {
      button.disabled = true;
      const seen = await call("/demo/press", { person: who(pane), card: outTrackId, index: one.index }).catch((error) => ({ toast: error.message }));
      if (seen.toast) toast(pane, seen.toast);
    };
    $(".buttons", box).append(button);
  }
  openSiteLinksIn(box);
  return box;
}

function openSiteLinksIn(box) {
  for (const link of box.querySelectorAll('a[href*="/site/"]')) {
    link.onclick = (event) => { event.preventDefault(); $("#site iframe").src = new URL(link.href).pathname; $("#site").showModal(); };
  }
}

function bubble(pane, message) {
  if (message.kind === "card") return cardOf(pane, message);
  const box = element("div", `bubble ${message.mine ? "mine" : ""} ${message.kind === "ding" ? "ding" : ""}`);
  const words = message.text ?? message.content ?? "";
  const files = (message.files ?? []).map((f) => (f.type?.startsWith("image/") ? `<img src="/demo/file?at=${encodeURIComponent(f.url)}" alt="${f.name}">` : `<span>📎 ${f.name}</span>`)).join("");
  box.innerHTML = `${message.mine ? "" : `<span class="name">${message.fromName ?? ""}</span>`}${message.recalled ? '<span class="recalled">已撤回</span>' : markdown(String(words))}${files}<time>${short.format(new Date(message.at))}</time>`;
  openSiteLinksIn(box);
  return box;
}

async function draw(pane) {
  const screen = $(".screen", pane);
  const kind = pane.dataset.kind;
  const drawn = [];
  if (kind === "sms") {
    const { messages } = await call(`/demo/sms/${who(pane)}`);
    for (const m of messages) drawn.push(bubble(pane, { text: m.text, mine: m.author === "citizen", fromName: "12345", at: m.at, kind: "text" }));
  } else {
    const shown = await call(`/demo/chat/${who(pane)}`);
    const chat = shown.chats.find((c) => (kind === "group" ? c.id === cast.group.id : c.kind === "one_to_one"));
    for (const m of chat?.messages ?? []) drawn.push(bubble(pane, m));
    if (kind === "chat") for (const d of shown.dings) drawn.push(bubble(pane, { text: `DING：${d.text}`, at: d.at, kind: "ding", fromName: "DING" }));
  }
  const atEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < 80;
  screen.replaceChildren(...(drawn.length ? drawn : [element("p", "empty", "还没有消息")]));
  if (atEnd || pane.dataset.jump) { screen.scrollTop = screen.scrollHeight; delete pane.dataset.jump; }
}

const due = new Map();
function redraw(pane) { // many changes in a moment become one drawing
  if (due.has(pane)) return;
  due.set(pane, setTimeout(() => { due.delete(pane); draw(pane).catch((error) => toast(pane, error.message)); }, 60));
}

async function send(pane, picture) {
  const box = $("textarea", pane);
  const text = box.value.trim();
  if (!text && !picture) return;
  box.value = "";
  pane.dataset.jump = "yes";
  const kind = pane.dataset.kind;
  const sent = kind === "sms" ? call("/demo/sms", { phone: who(pane), text }) : call("/demo/say", { person: who(pane), group: kind === "group", text, picture: Boolean(picture) });
  await sent.catch((error) => { toast(pane, error.message); box.value = text; });
}

function showStory(index) {
  const story = cast.stories[index];
  $("#about").textContent = story.about;
  $("#steps").replaceChildren(...story.steps.map((step) => {
    const line = element("li", "");
    line.append(step.say);
    if (step.type) {
      const button = element("button", "");
      button.textContent = step.type;
      button.onclick = async () => {
        const pane = document.getElementById(step.pane);
        if (step.as) $(".who", pane).value = step.as;
        const number = await latestNumber();
        $("textarea", pane).value = step.type.replaceAll("{工单}", number);
        await draw(pane);
        $("textarea", pane).focus();
        line.className = "done";
      };
      line.append(button);
    }
    return line;
  }));
}

async function latestNumber() {
  const { messages } = await call(`/demo/sms/${who($("#citizen"))}`);
  return messages.map((m) => m.text.match(/NX\d{13,14}/)?.[0]).filter(Boolean).at(-1) ?? "工单号";
}

function fill(select, rows) {
  select.replaceChildren(...rows.map((row) => Object.assign(new Option(row.label, row.id))));
}

function tick(now) { $("#now").textContent = clock.format(new Date(now)); }

async function start() {
  cast = await call("/demo/cast");
  fill($("#citizen .who"), cast.citizens);
  fill($("#leader .who"), cast.unit);
  fill($("#group .who"), cast.centre);
  fill($("#centre .who"), cast.centre);
  fill($("#story"), cast.stories.map((s, i) => ({ id: i, label: s.title })));
  $("#story").onchange = (event) => showStory(event.target.value);
  showStory(0);
  tick((await call("/demo/clock")).now);
  for (const pane of panes) {
    $(".who", pane).onchange = () => { pane.dataset.jump = "yes"; redraw(pane); };
    $("form", pane).onsubmit = (event) => { event.preventDefault(); send(pane); };
    $("textarea", pane).onkeydown = (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(pane); } };
    if ($(".camera", pane)) $(".camera", pane).onclick = () => send(pane, true);
    pane.dataset.jump = "yes";
    redraw(pane);
  }
  for (const button of document.querySelectorAll("[data-move]")) {
    button.onclick = async () => {
      document.querySelectorAll("[data-move]").forEach((b) => { b.disabled = true; });
      $("#busy").hidden = false;
      try { tick((await call("/demo/clock", { move: button.dataset.move })).now); } finally {
        document.querySelectorAll("[data-move]").forEach((b) => { b.disabled = false; });
        $("#busy").hidden = true;
      }
    };
  }
  $("#site .close").onclick = () => { $("#site").close(); $("#site iframe").src = "about:blank"; };
  const news = new EventSource("/demo/watch");
  news.onmessage = (event) => {
    const said = JSON.parse(event.data);
    if (said.now) tick(said.now);
    for (const pane of panes) if (said.all || [...(said.people ?? []), ...(said.phones ?? [])].includes(who(pane))) redraw(pane);
  };
  news.onopen = () => panes.forEach(redraw);
}

start();
