// "@" and two letters offer people: a listbox the text field points at (aria-activedescendant); Enter or Tab chooses, Escape closes.
import { Plugin } from "prosemirror-state";
import { el, idOf } from "./dom.js";

const PAUSE = 150; // milliseconds without a key before the server is asked
const typed = /(?:^|[\s(\[“"‘'/])@([\p{L}\p{N}][\p{L}\p{N}_.’'-]+(?: [\p{L}\p{N}_.’'-]*)?)$/u;

/** The name being typed before the caret and where it stands, or null. */
function query({ selection: { $from, empty } }) {
  if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null;
  const before = $from.parent.textBetween(0, $from.parentOffset, null, "\ufffc"), found = typed.exec(before);
  return found && { text: found[1], from: $from.pos - found[1].length - 1, to: $from.pos };
}

export const mentionTool = (state, _, view) => {
  const before = state.selection.$from.nodeBefore?.text ?? " ";
  view.dispatch(state.tr.insertText(/[\s(]$/.test(before) ? "@" : " @").scrollIntoView());
  view.focus();
  return true;
};

class People {
  constructor(view, form, say) {
    Object.assign(this, { view, form, say, people: [], index: 0, asked: null, refused: null });
    this.list = el("ul", { class: "composer-people", role: "listbox", "aria-label": say("people"), hidden: "" });
    this.count = el("p", { class: "vh", role: "status" });
    view.dom.after(this.list, this.count);
    view.dom.setAttribute("aria-controls", idOf(this.list));
    view.dom.setAttribute("aria-autocomplete", "list");
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose([...this.list.children].indexOf(event.target.closest("li"))));
  }

  update(view) {
    const found = query(view.state);
    if (!found || found.from !== this.refused) this.refused = null;
    if (!found || this.refused !== null) return this.close();
    if (found.text === this.asked) return;
    this.asked = found.text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(found.text), PAUSE);
  }

  async fetch(text) {
    const url = new URL(this.form.dataset.mentionUrl, location);
    url.searchParams.set("q", text.trim());
    if (this.form.dataset.place) url.searchParams.set("in", this.form.dataset.place);
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    const data = answer?.ok ? await answer.json().catch(() => null) : null;
    if (text === this.asked && this.view.hasFocus()) this.show(data?.people?.slice(0, 8) ?? []);
  }

  show(people) {
    this.people = people;
    this.list.replaceChildren(...people.map((person) => {
      const option = el("li", { role: "option" }, el("b", {}, person.name), el("small", {}, person.note ?? ""));
      idOf(option);
      return option;
    }));
    this.list.hidden = !people.length;
    this.count.textContent = people.length ? this.say("peopleFound", { n: people.length }) : this.say("peopleNone");
    if (!people.length) return this.view.dom.removeAttribute("aria-activedescendant");
    const caret = this.view.coordsAtPos(query(this.view.state).from), box = this.list.parentNode.getBoundingClientRect();
    this.list.style.left = `${Math.max(0, Math.min(caret.left - box.left, box.width - this.list.offsetWidth))}px`;
    this.list.style.top = `${caret.bottom - box.top + 4}px`;
    this.mark(0);
  }

  mark(index) {
    this.index = (index + this.people.length) % this.people.length;
    [...this.list.children].forEach((option, i) => option.setAttribute("aria-selected", i === this.index));
    const option = this.list.children[this.index];
    this.view.dom.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  choose(index) {
    const person = this.people[index], found = query(this.view.state);
    if (!person || !found) return;
    const { state } = this.view, node = state.schema.nodes.mention.create({ person: String(person.id), name: person.name });
    this.view.dispatch(state.tr.replaceWith(found.from, found.to, [node, state.schema.text(" ")]).scrollIntoView());
    this.view.focus();
  }

  key(event) {
    if (this.list.hidden) return false;
    if (event.key === "ArrowDown") this.mark(this.index + 1);
    else if (event.key === "ArrowUp") this.mark(this.index - 1);
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || (event.key === "Tab" && !event.shiftKey)) this.choose(this.index);
    else if (event.key === "Escape") { this.refused = query(this.view.state)?.from ?? null; this.close(); }
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  close() {
    clearTimeout(this.timer);
    this.asked = null;
    this.people = [];
    this.list.hidden = true;
    this.count.textContent = "";
    this.view.dom.removeAttribute("aria-activedescendant");
  }

  destroy() { clearTimeout(this.timer); this.list.remove(); this.count.remove(); }
}

export function mentionPlugin(form, say) {
  let people = null;
  return new Plugin({
    view: (view) => (people = new People(view, form, say)),
    props: {
      handleKeyDown: (_, event) => people?.key(event) ?? false,
      handleDOMEvents: { blur: () => { people?.close(); return false; } },
    },
  });
}
