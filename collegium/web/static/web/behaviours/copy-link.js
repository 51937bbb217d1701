// A button that puts an address on the clipboard. Without script it stays hidden; the address is in the bar anyway.
for (const button of document.querySelectorAll('[data-behaviour~="copy-link"]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const label = button.getAttribute("aria-label");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.address);
    button.setAttribute("aria-label", button.dataset.done);
    button.setAttribute("aria-pressed", "true");
    setTimeout(() => { button.setAttribute("aria-label", label); button.removeAttribute("aria-pressed"); }, 2500);
  });
}
