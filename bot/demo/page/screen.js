// One message, card or DING as its owner sees it. Whatever people wrote is text, never markup.
import { inline, markdown } from "/demo/markdown.js";

const short = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
const LIGHTS = [[/红/, "red"], [/黄/, "yellow"]];

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function rich(tag, className, text, shape = markdown) {
  const made = element(tag, className);
  made.innerHTML = shape(String(text));
  return made;
}

// `act.press(card, index)` and `act.site(path)` are what a click does; `names` turns @ids into names.
export function drawn(message, names, act) {
  const box = message.card ? card(message.card, act) : bubble(message, names);
  for (const link of box.querySelectorAll('a[href*="/site/"]')) {
    link.onclick = (event) => { event.preventDefault(); act.site(new URL(link.href).pathname); };
  }
  return box;
}

function bubble(message, names) {
  const box = element("div", `bubble ${message.mine ? "mine" : ""} ${message.kind === "ding" ? "ding" : ""}`);
  if (!message.mine) box.append(element("span", "name", message.fromName ?? ""));
  if (message.recalled) box.append(element("span", "recalled", "已撤回"));
  else box.append(...words(message, names), ...(message.files ?? []).map(file));
  box.append(element("time", "", short.format(new Date(message.at))));
  return box;
}

function words(message, names) {
  const text = String(message.text ?? message.content ?? "").replace(/@(staff-[\w-]+)/g, (all, id) => (names[id] ? `@${names[id]}` : all));
  const ending = text.match(/\n\s*((?:@[^\s@]+ *)+)\s*$/); // whom the bot answers: shown small
  if (!ending || message.mine) return [rich("div", "", text)];
  return [rich("div", "", text.slice(0, ending.index)), element("div", "at", ending[1])];
}

function file(one) {
  if (!one.type?.startsWith("image/")) return element("span", "", `📎 ${one.name}`);
  return Object.assign(element("img"), { src: `/demo/file?at=${encodeURIComponent(one.url)}`, alt: "照片" });
}

function card({ values, buttons, outTrackId }, act) {
  const light = LIGHTS.find(([word]) => word.test(values.light))?.[1] ?? "green";
  const box = element("article", `card ${light}`);
  const tags = element("div", "tags");
  tags.append(...[values.grade, values.light].filter(Boolean).map((tag) => rich("span", "", tag, inline)));
  box.append(element("h3", "", values.title), tags, facts(values), items(values));
  if (values.latest) box.append(rich("div", "latest", `最新：${values.latest}`));
  if (values.note) box.append(rich("div", "note", values.note));
  const row = element("div", "buttons");
  row.append(...buttons.map((one) => {
    const button = element("button", "", one.text);
    button.onclick = () => act.press(button, outTrackId, one.index);
    return button;
  }));
  if (buttons.length) box.append(row);
  return box;
}

function facts(values) {
  const problem = values.title?.includes(values.problem) ? "" : values.problem;
  const due = [values.due, values.remaining].filter(Boolean).join(" · ");
  const list = element("dl");
  for (const [label, value] of [["问题", problem], ["地点", values.place], ["人数", values.people_count], ["牵头", values.lead], ["协办", values.assist], ["要求", values.demand], ["时限", due]]) {
    if (value) list.append(element("dt", "", label), rich("dd", "", value));
  }
  return list;
}

function items(values) {
  const list = element("ul", "items");
  for (const item of JSON.parse(values.items || "[]")) {
    const [what, ...standard] = String(item.text).split("｜");
    const line = rich("li", "", `${item.mark ?? ""} ${item.n}. ${what}`, inline);
    if (standard.length) line.append(element("small", "", standard.join("｜")));
    list.append(line);
  }
  return list;
}
