// A button that prints the page. Without script it stays hidden; the browser's own menu prints as well.
for (const button of document.querySelectorAll('[data-behaviour~="print"]')) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
