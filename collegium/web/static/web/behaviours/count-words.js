// How many words there are so far and how long they take to read, at the reading speed of the site (230 a minute).
for (const line of document.querySelectorAll('[data-behaviour~="count-words"]')) {
  const form = line.closest("form");
  const words = () => {
    const editor = form.querySelector("[contenteditable=true]");
    const text = editor ? editor.innerText : form.elements.body.value.replace(/<[^>]+>/g, " ");
    return text.split(/\s+/).filter(Boolean).length;
  };
  const tell = () => {
    const n = words();
    const m = Math.max(1, Math.ceil(n / 230));
    line.textContent = line.dataset.line.replace("{n}", n.toLocaleString(document.documentElement.lang)).replace("{m}", m);
    line.hidden = false;
  };
  let waits;
  const soon = () => { clearTimeout(waits); waits = setTimeout(tell, 300); };
  for (const kind of ["input", "keyup", "paste", "focusin"]) form.addEventListener(kind, soon);
  tell();
}
