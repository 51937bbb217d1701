// Looks for topics like the title that is being written, once somebody pauses. Without script a link leads to the same.
const WAIT = 700, SHORTEST = 10; // milliseconds, letters

for (const place of document.querySelectorAll('[data-behaviour~="similar"]')) {
  const field = place.querySelector("[name=title]"), said = place.querySelector("[data-said]"), list = place.querySelector("[data-found]");
  let timer, asked = null, last = "";
  const look = async () => {
    const title = field.value.trim();
    if (title === last) return;
    last = title;
    asked?.abort();
    asked = new AbortController();
    if (title.length < SHORTEST) return show(null);
    try {
      const answer = await fetch(`${place.dataset.url}?${new URLSearchParams({ part: 1, title })}`, { signal: asked.signal });
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch { /* another title is on its way, or there is no connection: nothing is shown, nothing is lost */ }
  };
  const show = (page) => {
    const words = page?.querySelector("[data-said]")?.textContent.trim() ?? "";
    if (said.textContent !== words) said.textContent = words; // announced only when it says something else
    list.replaceChildren(...(page?.querySelector("[data-found]")?.children ?? []));
  };
  field?.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, WAIT); });
  if (field?.value) look();
}
