// Offers names while one is typed, as a mention does: only people whom this reader may name. Without script one types it.
const WAIT = 250, SHORTEST = 2; // milliseconds, letters

for (const [number, place] of document.querySelectorAll('[data-behaviour~="complete-name"]').entries()) {
  const field = place.querySelector("input"), list = document.createElement("datalist");
  list.id = `names-${number}`;
  place.append(list);
  field.setAttribute("list", list.id);
  field.autocomplete = "off";
  let timer, asked = null;
  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${place.dataset.url}?${new URLSearchParams({ q: field.value.trim() })}`, { signal: asked.signal });
      if (!answer.ok) return;
      const found = (await answer.json()).people;
      list.replaceChildren(...found.map((one) => new Option(one.note ? `${one.name}, ${one.note}` : one.name, one.handle)));
    } catch { /* more was typed, or there is no connection: nothing is offered, what is typed stays */ }
  };
  field.addEventListener("input", () => { clearTimeout(timer); if (field.value.trim().length >= SHORTEST) timer = setTimeout(look, WAIT); });
}
