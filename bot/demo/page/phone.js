// One phone: whose it is, what its screen shows, and what its owner does with it.
import { call } from "/demo/server.js";
import { drawn, element } from "/demo/screen.js";

const NEAR_END = 90; // pixels

export class Phone {
  constructor(pane, cast, site) {
    this.pane = pane;
    this.kind = pane.dataset.kind;
    this.cast = cast;
    this.site = site;
    this.rows = { citizen: cast.citizens, leader: cast.unit, group: cast.centre, centre: cast.centre }[pane.id];
    this.read = new Map(); // person -> how much of their screen has been seen
    this.unread = new Set();
    this.shown = new Map(); // message id -> { told, node }
    this.find(".who").replaceChildren(...this.rows.map((row) => new Option(row.label, row.id)));
    this.find(".who").onchange = () => this.arrived();
    this.find("form").onsubmit = (event) => { event.preventDefault(); this.send(false); };
    this.find("textarea").onkeydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(false); }
    };
    if (this.find(".camera")) this.find(".camera").onclick = () => this.send(true);
    this.screen.onscroll = () => { if (this.atEnd()) this.find(".below")?.remove(); };
    this.arrived();
  }

  find(selector) { return this.pane.querySelector(selector); }
  get screen() { return this.find(".screen"); }
  get who() { return this.find(".who").value; }

  become(person) {
    if (!person || this.who === person) return;
    this.find(".who").value = person;
    this.arrived();
  }

  arrived() { // another person's phone is in the hand
    this.shown.clear();
    this.find(".to-card")?.remove();
    this.screen.replaceChildren();
    this.redraw();
  }

  atEnd() { return this.screen.scrollHeight - this.screen.scrollTop - this.screen.clientHeight < NEAR_END; }
  toEnd() { this.screen.scrollTop = this.screen.scrollHeight; }

  toast(text, bad = false) {
    this.find(".toast")?.remove();
    const note = element("div", `toast ${bad ? "bad" : ""}`, text);
    note.setAttribute("role", "status");
    this.pane.append(note);
    setTimeout(() => note.remove(), bad ? 7000 : 4000);
  }

  redraw() { // many changes in a moment become one drawing
    this.due ??= setTimeout(() => {
      this.due = undefined;
      this.draw().catch((error) => this.toast(error.message, true));
    }, 60);
  }

  async draw() {
    const person = this.who;
    const messages = await this.messages(person);
    if (person !== this.who) return;
    const first = this.shown.size === 0;
    const follow = first || this.atEnd();
    const known = this.shown;
    let added = false;
    this.shown = new Map(messages.map((message) => {
      const told = JSON.stringify(message);
      const old = known.get(message.id);
      if (old?.told === told) return [message.id, old];
      added ||= !old;
      const node = drawn(message, this.cast.names, { press: (...pressed) => this.press(...pressed), site: this.site });
      if (!first) node.classList.add("fresh");
      for (const image of node.querySelectorAll("img")) image.onload = () => { if (this.follows) this.toEnd(); };
      return [message.id, { told, node }];
    }));
    this.place([...this.shown.values()].map((one) => one.node));
    this.follows = follow;
    if (follow) this.toEnd();
    else if (added) this.pointBelow();
    this.pointCard();
    this.seen(person, counted(messages));
  }

  pointCard() { // cards are live but stay where they were put, above newer words
    const card = [...this.pane.querySelectorAll(".card")].at(-1);
    if (!card || this.find(".to-card")) { if (!card) this.find(".to-card")?.remove(); return; }
    const chip = element("button", "to-card", "看卡片");
    chip.onclick = () => [...this.pane.querySelectorAll(".card")].at(-1)?.scrollIntoView({ block: "start", behavior: "smooth" });
    this.find(".quick").prepend(chip);
  }

  place(nodes) { // only what changed moves, so that focus and scroll stay
    if (!nodes.length) nodes = [element("p", "empty", "还没有消息")];
    nodes.forEach((node, index) => { if (this.screen.children[index] !== node) this.screen.insertBefore(node, this.screen.children[index] ?? null); });
    while (this.screen.children.length > nodes.length) this.screen.lastChild.remove();
  }

  pointBelow() {
    if (this.find(".below")) return;
    const pill = element("button", "below", "↓ 新消息");
    pill.onclick = () => { this.toEnd(); pill.remove(); };
    this.pane.append(pill);
  }

  async messages(person) {
    if (this.kind === "sms") {
      const { messages } = await call(`/demo/sms/${person}`);
      return messages.map((m, index) => ({ id: String(index), text: m.text, mine: m.author === "citizen", fromName: "12345", at: m.at, kind: "text" }));
    }
    const screen = await call(`/demo/chat/${person}`);
    const group = this.kind === "group";
    const chat = screen.chats.find((one) => (group ? one.id === this.cast.group.id : one.kind === "one_to_one"));
    const dings = group ? [] : screen.dings.map((one) => ({ id: `ding ${one.id}`, kind: "ding", fromName: "DING", text: one.text, at: one.at, mine: false }));
    return [...(chat?.messages ?? []), ...dings].sort((one, other) => new Date(one.at) - new Date(other.at));
  }

  seen(person, count) {
    this.read.set(person, count);
    this.unread.delete(person);
    this.markOthers();
  }

  async heard(people) { // somebody's screen has changed
    if (people.includes(this.who)) this.redraw();
    if (this.kind === "group") return;
    const others = this.rows.filter((row) => row.id !== this.who && people.includes(row.id));
    await Promise.all(others.map(async ({ id }) => {
      const count = counted(await this.messages(id));
      if (count > (this.read.get(id) ?? 0) && id !== this.who) this.unread.add(id);
    }));
    if (others.length) this.markOthers();
  }

  markOthers() {
    for (const option of this.find(".who").options) {
      const row = this.rows.find((one) => one.id === option.value);
      option.textContent = (this.unread.has(row.id) ? "● " : "") + row.label;
    }
    this.find(".others").replaceChildren(...this.rows.filter((row) => this.unread.has(row.id)).map((row) => {
      const chip = element("button", "", row.short);
      chip.title = `${row.label}有新消息`;
      chip.onclick = () => this.become(row.id);
      return chip;
    }));
  }

  async send(photo) {
    const box = this.find("textarea");
    const text = box.value.trim();
    if (!text && !photo) return box.focus();
    const controls = [...this.find("form").querySelectorAll("button")];
    controls.forEach((one) => { one.disabled = true; });
    try {
      if (this.kind === "sms") await call("/demo/sms", { phone: this.who, text });
      else await call("/demo/say", { person: this.who, group: this.kind === "group", text, picture: photo });
      if (box.value.trim() === text) box.value = "";
      this.toEnd();
      this.pane.dispatchEvent(new CustomEvent("acted", { bubbles: true }));
    } catch (error) {
      this.toast(error.message, true); // the words stay in the box
    } finally {
      controls.forEach((one) => { one.disabled = false; });
    }
  }

  async press(button, outTrackId, index) {
    button.disabled = true;
    try {
      const seen = await call("/demo/press", { person: this.who, card: outTrackId, index });
      if (seen.toast) this.toast(seen.toast, seen.ok === false);
      this.pane.dispatchEvent(new CustomEvent("acted", { bubbles: true }));
    } catch (error) {
      this.toast(error.message, true);
    } finally {
      button.disabled = false;
    }
  }
}

const counted = (messages) => messages.filter((one) => !one.mine).length;
