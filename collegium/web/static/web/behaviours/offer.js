// Organizations or members whose names look like what is being typed, as links below the field. Without script the form leads there.
const WAIT = 250, SHORTEST = 2; // milliseconds, letters

for (const form of document.querySelectorAll('[data-behaviour~="offer"]')) {
  const field = form.querySelector("[name=q]"), list = form.querySelector("[data-found]"), said = form.querySelector("[data-said]");
  let timer, asked = null;
  const show = (rows) => {
    list.replaceChildren(...rows.map(({ name, note, address }) => {
      const item = document.createElement("li"), link = document.createElement("a"), small = document.createElement("small");
      link.href = address;
      link.textContent = name;
      small.textContent = note;
      item.append(link, small);
      return item;
    }));
    list.hidden = rows.length === 0;
    const words = rows.length ? said.dataset.words : "";
    if (said.textContent !== words) said.textContent = words; // announced only when it says something else
  };
  const look = async () => {
    const text = field.value.trim();
    asked?.abort();
    asked = new AbortController();
    if (text.length < SHORTEST) return show([]);
    try {
      const answer = await fetch(`${form.dataset.url}?${new URLSearchParams({ q: text })}`, { signal: asked.signal });
      if (answer.ok) {
        const found = await answer.json();
        show(found.organizations ?? found.people);
      }
    } catch { /* another text is on its way, or there is no connection: nothing is shown, nothing is lost */ }
  };
  field?.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, WAIT); });
  form.addEventListener("keydown", (event) => { if (event.key === "Escape" && !list.hidden) { show([]); field.focus(); } });
  document.addEventListener("pointerdown", (event) => { if (!form.contains(event.target)) show([]); });
}
