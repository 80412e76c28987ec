// What the page asks of the program, and what it hears from it.
export async function call(path, body) {
  const order = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let answer;
  try { answer = await fetch(path, order); } catch { throw new Error("演示程序没有应答，这一步没有做"); }
  if (!answer.ok) throw new Error(answer.status >= 500 && answer.status !== 503 ? "演示程序出错了，请看启动它的终端" : await answer.text());
  return answer.json();
}

// `heard` gets {people, phones, now}; `away` whether the program is gone.
export function listen(heard, away) {
  const news = new EventSource("/demo/watch");
  news.onmessage = (event) => heard(JSON.parse(event.data));
  news.onopen = () => away(false);
  news.onerror = () => away(true);
}
