// Says so when the device gave no passkey; the library that asks the device tells nobody but the console.
const told = document.querySelector('[data-behaviour="passkey"]');
document.addEventListener("click", () => { told.hidden = true; });
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  told.hidden = false;
});
