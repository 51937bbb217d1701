// The few DOM helpers the rest shares.

/** Makes an element; attributes that are null or false are left out. */
export function el(tag, attrs = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) if (value != null && value !== false) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** An icon of the sprite: the file named in <body data-sprite>, or symbols in the page itself. */
export function icon(name, size = 18) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of [["class", "i"], ["width", size], ["height", size], ["aria-hidden", "true"]]) svg.setAttribute(key, value);
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.body.dataset.sprite ?? ""}#i-${name}`);
  svg.append(use);
  return svg;
}

export const button = (label, attrs = {}) => el("button", { type: "button", class: "btn", ...attrs }, label);

let count = 0;
/** Gives an element an id of its own if it has none, and returns the id. */
export function idOf(node) {
  if (!node.id) node.id = `composer-${++count}`;
  return node.id;
}

/** The token of the form this composer is in, as Django expects it with a fetch. */
export const csrf = (form) => ({ "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "", "Accept": "application/json" });
