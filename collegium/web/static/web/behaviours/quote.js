// "Quote" puts the chosen words, else the whole contribution, into the composer. Without script the link does it.
document.addEventListener("click", (event) => {
  const link = event.target.closest('[data-behaviour~="quote"]'), form = document.querySelector('[data-behaviour~="composer"]');
  if (!link || !form || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const post = link.closest(".post"), said = post?.querySelector(".said");
  if (!said) return;
  event.preventDefault();
  form.dispatchEvent(new CustomEvent("composer:quote", {
    bubbles: true,
    detail: { id: link.dataset.quote, name: post.querySelector(".post-by b")?.textContent ?? "", text: chosen(said) || whole(said) },
  }));
  form.scrollIntoView({ block: "center" });
});

/** The selected words, when they stand in this contribution. */
function chosen(said) {
  const selection = getSelection();
  return selection.rangeCount && said.contains(selection.getRangeAt(0).commonAncestorContainer) ? selection.toString().trim() : "";
}

/** All its own words: quotes of others in it are left out. */
function whole(said) {
  const copy = said.cloneNode(true);
  for (const quote of copy.querySelectorAll("blockquote")) quote.remove();
  return [...copy.children].map((block) => block.innerText.trim()).filter(Boolean).join("\n\n");
}
