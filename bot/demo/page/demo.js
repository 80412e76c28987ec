// Four phones around one real program. Every pane shows what the stand-ins say its owner's screen shows; every click is
// a message, a press or a page of the real thing.
import { Guide, latestTicket } from "/demo/guide.js";
import { Phone } from "/demo/phone.js";
import { element } from "/demo/screen.js";
import { call, listen } from "/demo/server.js";
import { openSite } from "/demo/site.js";

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", year: "numeric", month: "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false });
const QUICK = {
  citizen: ["我的事办得怎么样了？", "满意", "不满意"],
  leader: ["收到", "申请销号", "申请延期", "/帮助"],
  group: ["/派单 {工单} 交通运输局", "/踏勘 {工单} @冯示例", "/销号 {工单}", "/进度 {工单}", "/清单", "/帮助"],
  centre: ["/进度 {工单}", "/清单", "/帮助"],
};
const phones = {};

function tick(now) { document.getElementById("now").textContent = clock.format(new Date(now)); }

async function move(button) {
  const buttons = [...document.querySelectorAll("[data-move]")];
  buttons.forEach((one) => { one.disabled = true; });
  document.body.classList.add("moving");
  try {
    tick((await call("/demo/clock", { move: button.dataset.move })).now);
  } catch (error) {
    phones.group.toast(error.message, true);
  } finally {
    buttons.forEach((one) => { one.disabled = false; });
    document.body.classList.remove("moving");
  }
}

function quickWords(phone) {
  phone.find(".quick").append(...QUICK[phone.pane.id].map((words) => {
    const chip = element("button", "", words.split(" ")[0]);
    chip.title = words;
    chip.onclick = async () => {
      phone.find("textarea").value = words.replaceAll("{工单}", await latestTicket(phones.citizen));
      phone.find("textarea").focus();
    };
    return chip;
  }));
}

async function start() {
  const cast = await call("/demo/cast");
  for (const pane of document.querySelectorAll(".phone")) {
    phones[pane.id] = new Phone(pane, cast, openSite);
    quickWords(phones[pane.id]);
  }
  new Guide(cast.stories, phones);
  tick((await call("/demo/clock")).now);
  for (const button of document.querySelectorAll("[data-move]")) button.onclick = () => move(button);
  document.onkeydown = (event) => {
    const phone = event.altKey && Object.values(phones)[event.code.replace("Digit", "") - 1];
    if (phone) { event.preventDefault(); phone.pane.scrollIntoView({ inline: "center" }); phone.find("textarea").focus(); }
  };
  listen((said) => {
    if (said.now) tick(said.now);
    const changed = [...(said.people ?? []), ...(said.phones ?? [])];
    if (changed.length) for (const phone of Object.values(phones)) phone.heard(changed).catch((error) => phone.toast(error.message, true));
  }, (away) => {
    document.getElementById("away").hidden = !away;
    if (!away) Object.values(phones).forEach((phone) => phone.redraw());
  });
}

start().catch((error) => { Object.assign(document.getElementById("away"), { hidden: false, textContent: error.message }); });
