// The written stories: each step fills in or points at what a person would do; doing it is left to the person.
import { call } from "/demo/server.js";
import { element } from "/demo/screen.js";

const SHORT_CODE = /编号([A-Z][A-Z0-9]{2,5})/;

// The ticket of the newest receipt on this citizen's phone.
export async function latestTicket(phone) {
  const { messages } = await call(`/demo/sms/${phone.who}`);
  return messages.map((one) => one.text.match(SHORT_CODE)?.[1]).filter(Boolean).at(-1) ?? "工单号";
}

export class Guide {
  constructor(stories, phones) {
    this.stories = stories;
    this.phones = phones;
    this.choice = document.getElementById("story");
    this.choice.replaceChildren(...stories.map((story, index) => new Option(story.title, index)));
    this.choice.onchange = () => this.tell();
    this.tell();
  }

  tell() {
    const story = this.stories[this.choice.value];
    document.getElementById("about").textContent = story.about;
    this.lines = story.steps.map((step) => this.line(step));
    document.getElementById("steps").replaceChildren(...this.lines);
    this.at(0);
    for (const phone of Object.values(this.phones)) phone.become(story.steps.find((step) => step.pane === phone.pane.id && step.as)?.as);
  }

  at(index) {
    while (this.lines[index] && !this.lines[index].querySelector("button")) index += 1; // nothing to do there but look
    this.lines.forEach((line, place) => {
      line.classList.toggle("done", place < index);
      line.classList.toggle("current", place === index);
    });
    this.lines[index]?.scrollIntoView({ block: "nearest" });
  }

  line(step) {
    const line = element("li", "", step.say);
    const words = step.type ?? (step.press && `点“${step.press}”`) ?? (step.move && `点“${document.querySelector(`[data-move=${step.move}]`).textContent}”`) ?? ("site" in step && "打开核实页面");
    if (words) {
      const button = element("button", "", words + (step.photo ? "（带照片）" : ""));
      button.onclick = () => this.show(step).then(() => this.at(this.lines.indexOf(line) + 1)).catch((error) => this.phones[step.pane]?.toast(error.message, true));
      line.append(button);
    }
    return line;
  }

  async show(step) {
    if (step.as) this.phones[step.pane].become(step.as);
    if (step.move) return point(document.querySelector(`[data-move=${step.move}]`));
    const phone = this.phones[step.pane];
    phone.pane.scrollIntoView({ block: "nearest", inline: "center" });
    await phone.draw();
    if (step.type) {
      const box = phone.find("textarea");
      const number = phone.screen.textContent.match(/NX\d+/g)?.at(-1) ?? "工单号";
      box.value = step.type.replaceAll("{工单}", await latestTicket(this.phones.citizen)).replaceAll("{编号}", number);
      point(phone.find(step.photo ? ".camera" : ".send"));
      return box.focus();
    }
    const wanted = "site" in step ? 'a[href*="/site/"]' : ".card .buttons button";
    const found = [...phone.pane.querySelectorAll(wanted)].filter((one) => "site" in step || one.textContent === step.press).at(-1);
    if (!found) throw new Error("site" in step ? "还没有核实页面的链接，先做前面的步骤" : `还没有“${step.press}”按钮，先做前面的步骤`);
    found.scrollIntoView({ block: "center" });
    return point(found);
  }
}

function point(target) {
  for (const old of document.querySelectorAll(".pointed")) old.classList.remove("pointed");
  target.classList.add("pointed");
  target.addEventListener("click", () => target.classList.remove("pointed"), { once: true });
}
