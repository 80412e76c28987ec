// The little markdown that a work chat shows: headings, quotes, lists, bold, links, images. Everything else is text.
const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

// Not every machine has a font with coloured signs, so those our texts use are drawn.
const SIGNS = { "🟢": '<i class="dot green"></i>', "🟡": '<i class="dot yellow"></i>', "🔴": '<i class="dot red"></i>', "✅": '<i class="sign green">✔</i>', "❌": '<i class="sign red">✘</i>' };

export const inline = (text) =>
  escape(text)
    .replace(/🟢|🟡|🔴|✅|❌/gu, (sign) => SIGNS[sign])
    .replace(/!\[[^\]]*\]\((https?:[^)\s]+)\)/g, '<img src="$1" alt="">')
    .replace(/\[([^\]]+)\]\(((?:https?|dtmd):[^)\s]+)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*(.+?)\*\*/g, "<b>$1</b>");

export function markdown(text) {
  const out = [];
  let list = null;
  const close = () => { if (list) { out.push(`</${list}>`); list = null; } };
  for (const line of text.split("\n")) {
    const item = line.match(/^\s*(?:[-*]|(\d+)[.、])\s+(.*)$/);
    const wanted = item ? (item[1] ? "ol" : "ul") : null;
    if (wanted !== list) { close(); if (wanted) { out.push(`<${wanted}${item[1] ? ` start="${item[1]}"` : ""}>`); list = wanted; } }
    if (item) out.push(`<li>${inline(item[2])}</li>`);
    else if (/^#{1,6}\s/.test(line)) out.push(`<h3>${inline(line.replace(/^#+\s/, ""))}</h3>`);
    else if (/^>\s?/.test(line)) out.push(`<blockquote>${inline(line.replace(/^>\s?/, ""))}</blockquote>`);
    else if (line.trim()) out.push(`<p>${inline(line)}</p>`);
  }
  close();
  return out.join("");
}
