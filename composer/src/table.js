// Tables: made, grown, given headers, left. A table is taken apart into its rows of cells and put together again, so that it stays a
// rectangle. Tab goes from cell to cell and out of the last one: nobody is held in a table (WCAG 2.1.2).
import { Plugin, TextSelection, Selection } from "prosemirror-state";
import { button, el } from "./dom.js";
import { around } from "./keys.js";

const isCell = (node) => node.type.name === "th" || node.type.name === "td";

/** The table around the caret with its rows of cells, where the caret is, and which headers it has; or null. */
function tableAt(state) {
  const cell = around(state.selection, isCell), table = around(state.selection, (node) => node.type.name === "table");
  if (!cell || !table || cell.depth < table.depth) return null;
  const grid = [], places = [];
  let row = 0, column = 0;
  table.node.descendants((node, pos) => {
    if (node.type.name !== "tr") return !isCell(node);
    const start = table.pos + 1 + pos;
    grid.push([]);
    node.forEach((one, offset) => {
      if (start + 1 + offset === cell.pos) [row, column] = [grid.length - 1, grid.at(-1).length];
      grid.at(-1).push(one);
      places.push(start + 1 + offset);
    });
    return false;
  });
  const isHead = (one) => one?.type.name === "th";
  return {
    ...table, grid, places, row, column, index: places.indexOf(cell.pos),
    top: table.node.firstChild.type.name === "thead" || (grid.length > 1 && grid[0].every(isHead)),
    side: grid.length > 1 && grid.slice(1).every((cells) => isHead(cells[0])),
  };
}

/** Puts rows of cells together: a header row, a header column, or neither. */
export function tableOf({ nodes }, grid, { top, side }) {
  const width = Math.max(...grid.map((cells) => cells.length)), { table, thead, tbody, tr, th, td, paragraph } = nodes;
  const rows = grid.map((cells, row) => tr.create(null, Array.from({ length: width }, (_, column) => {
    const content = cells[column]?.content ?? paragraph.create(), scope = top && row === 0 ? "col" : side && column === 0 ? "row" : null;
    return scope ? th.create({ scope }, content) : td.create(null, content);
  })));
  const parts = top ? [thead.create(null, rows[0]), ...(rows.length > 1 ? [tbody.create(null, rows.slice(1))] : [])] : [tbody.create(null, rows)];
  return table.create(null, top && rows.length === 1 ? [tbody.create(null, rows)] : parts);
}

const cellAt = (tr, pos, index) => {
  let at = null, n = 0;
  tr.doc.nodeAt(pos).descendants((node, offset) => { if (isCell(node) && n++ === index) at = pos + 1 + offset; return !isCell(node); });
  return at;
};

/** Changes the table around the caret; `change(table)` returns the cell to be in as [row, column], or null when no table is left. */
const edit = (change) => (state, dispatch) => {
  const at = tableAt(state);
  if (!at) return false;
  const place = change(at), tr = state.tr, end = at.pos + at.node.nodeSize;
  if (!place) {
    tr.replaceWith(at.pos, end, state.schema.nodes.paragraph.create());
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, at.pos + 1)).scrollIntoView());
    return true;
  }
  const made = tableOf(state.schema, at.grid, at), width = made.firstChild.firstChild.childCount;
  tr.replaceWith(at.pos, end, made);
  dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(cellAt(tr, at.pos, place[0] * width + place[1]) + 1))).scrollIntoView());
  return true;
};

const empty = (at) => Array.from({ length: at.grid[0].length }, () => null);
const columns = (at, index) => { for (const cells of at.grid) cells.splice(index, 0, null); };

/** What can be done in a table, by the key of its words. */
const DEEDS = {
  rowAbove: edit((at) => { const to = at.top && at.row === 0 ? 1 : at.row; at.grid.splice(to, 0, empty(at)); return [to, at.column]; }),
  rowBelow: edit((at) => { at.grid.splice(at.row + 1, 0, empty(at)); return [at.row + 1, at.column]; }),
  columnBefore: edit((at) => { columns(at, at.column); return [at.row, at.column]; }),
  columnAfter: edit((at) => { columns(at, at.column + 1); return [at.row, at.column + 1]; }),
  headRow: edit((at) => { at.top = !at.top; return [at.row, at.column]; }),
  headColumn: edit((at) => { at.side = !at.side; return [at.row, at.column]; }),
  rowRemove: edit((at) => { at.grid.splice(at.row, 1); return at.grid.length ? [Math.min(at.row, at.grid.length - 1), at.column] : null; }),
  columnRemove: edit((at) => {
    for (const cells of at.grid) cells.splice(at.column, 1);
    return at.grid[0].length ? [at.row, Math.min(at.column, at.grid[0].length - 1)] : null;
  }),
  tableRemove: edit(() => null),
};

/** From cell to cell; false at either end, so that Tab leaves the editor from there. */
export const nextCell = (step) => (state, dispatch) => {
  const at = tableAt(state), to = at?.places[at.index + step];
  if (to === undefined) return false;
  dispatch?.(state.tr.setSelection(Selection.near(state.doc.resolve(to + 1))).scrollIntoView());
  return true;
};

/** The command behind the toolbar's button: makes a table, or opens what can be done with the one around the caret. */
export const tableTool = (body, say) => (state, dispatch, view) => {
  if (tableAt(state)) { view.tablePanel?.open(); return true; }
  const made = tableOf(state.schema, [[], [], []].map(() => [null, null, null]), { top: true }), { tr, selection } = state;
  tr.replaceRangeWith(selection.from, selection.to, made);
  let at = null;
  tr.doc.descendants((node, pos) => { if (node === made) at = pos; return at === null; });
  dispatch(tr.setSelection(Selection.near(tr.doc.resolve(at + 4))).scrollIntoView());
  view.focus();
  return true;
};

export const inTable = (state) => !!tableAt(state);

/** Shows the deeds while they are asked for, and says where the caret is. */
export const tablePlugin = (body, say) => new Plugin({
  view(view) {
    const status = el("p", { class: "vh composer-where", role: "status" });
    const buttons = Object.entries(DEEDS).map(([key, deed]) => {
      const one = button(say(key), key.startsWith("head") ? { "aria-pressed": "false" } : {});
      one.addEventListener("click", () => { deed(view.state, view.dispatch); if (!tableAt(view.state)) close(); else tell(); });
      return [key, one];
    });
    const done = button(say("tableDone"), { class: "btn bare" });
    const panel = el("div", { class: "composer-table", role: "group", "aria-label": say("tableDeeds"), hidden: "" }, ...buttons.map(([, one]) => one), done);
    const tell = () => {
      const at = tableAt(view.state);
      if (at) status.textContent = say("tableNow", { row: at.row + 1, rows: at.grid.length, column: at.column + 1, columns: at.grid[0].length });
    };
    const close = () => { panel.hidden = true; view.focus(); };
    panel.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
    panel.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    done.addEventListener("click", close);
    body.before(panel);
    body.append(status);
    let was = null;
    view.tablePanel = { open() { body.before(panel); panel.hidden = false; update(view); buttons[0][1].focus(); } };
    function update({ state }) {
      const at = tableAt(state), now = at && `${at.pos} ${at.index} ${at.places.length}`;
      if (now !== was && at) tell();
      was = now;
      if (!at) panel.hidden = true;
      for (const [key, one] of buttons) if (at && key.startsWith("head")) one.setAttribute("aria-pressed", key === "headRow" ? at.top : at.side);
    }
    return { update, destroy() { panel.remove(); status.remove(); } };
  },
});
