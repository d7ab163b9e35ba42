// The toolbar over a text. It types as a person would: Ctrl+Z takes it back.
"use strict";

for (const bar of all(".barra")) {
  const field = by(bar.getAttribute("aria-controls"));
  const tools = all("button", bar);
  const type = (start, end, text, from, to) => {
    field.focus();
    field.setSelectionRange(start, end);
    const typed = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!typed) {
      field.setRangeText(text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.setSelectionRange(start + from, start + to);
  };
  // What is marked already loses its mark.
  const mark = (sign) => {
    const { value, selectionStart: start, selectionEnd: end } = field;
    const inner = value.slice(start, end);
    const stars = Math.min(/\**$/.exec(value.slice(0, start))[0].length, /^\**/.exec(value.slice(end))[0].length);
    const size = sign.length;
    if (size === 1 ? stars % 2 === 1 : stars > 1) return type(start - size, end + size, inner, 0, inner.length);
    if (!inner.trim()) return type(start, end, `${sign}testo${sign}`, size, size + 5);
    // Else it is not bold: by paragraph, no blank inside the marks.
    const marked = inner.replace(/\S(?:[^]*?\S)??(?=\s*(?:\n\s*\n|$))/g, (words) => sign + words + sign);
    type(start, end, marked, /^\s*/.exec(inner)[0].length + size, marked.length - /\s*$/.exec(inner)[0].length - size);
  };
  // Whole lines.
  const begin = (sign) => {
    const { value, selectionStart, selectionEnd } = field;
    const start = value.slice(0, selectionStart).lastIndexOf("\n") + 1;
    const end = (value + "\n").indexOf("\n", selectionEnd);
    const lines = value.slice(start, end).split("\n");
    const isMarked = lines.every((line) => line.startsWith(sign));
    const change = (line) => isMarked ? line.slice(sign.length) : line.trim() || lines.length === 1 ? sign + line : line;
    const text = lines.map(change).join("\n");
    type(start, end, text, lines.length === 1 ? text.length : 0, text.length);
  };
  const link = () => {
    const { value, selectionStart: start, selectionEnd: end } = field;
    const inner = value.slice(start, end).trim();
    const [text, address] = /^https?:\/\/\S+$/.test(inner) ? ["testo", inner] : [inner || "testo", "https://"];
    const from = inner === address || !inner ? 1 : text.length + 3;
    type(start, end, `[${text}](${address})`, from, from + (from === 1 ? text : address).length);
  };
  const use = (sign) => sign[0] === "*" ? mark(sign) : sign === "[" ? link() : begin(sign);
  bar.addEventListener("click", (event) => {
    const tool = event.target.closest("button");
    if (tool) use(tool.dataset.segna);
  });
  bar.addEventListener("keydown", (event) => {
    const place = tools.indexOf(event.target);
    const to = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tools.at(to % tools.length);
    for (const tool of tools) tool.tabIndex = tool === next ? 0 : -1;
    next.focus();
  });
  field.addEventListener("keydown", (event) => {
    const sign = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && { b: "**", i: "*" }[event.key.toLowerCase()];
    if (!sign) return;
    event.preventDefault();
    mark(sign);
  });
}
