// Commands, keys and what typing turns into. Tab leaves the editor (WCAG 2.1.2); in a table it goes through the cells first.
import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { InputRule, inputRules, textblockTypeInputRule, undoInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { Plugin, Selection } from "prosemirror-state";
import { safeHref } from "./schema.js";
import { nextCell } from "./table.js";

/** The nearest node around the selection that `test` accepts, with its depth and position; or null. */
export function around({ $from }, test) {
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (test(node)) return { node, depth, pos: $from.before(depth) };
  }
  return null;
}

export const within = (state, type, attrs = {}) =>
  around(state.selection, (node) => node.type === type && Object.entries(attrs).every(([key, value]) => node.attrs[key] === value));

export function markActive(state, type) {
  const { from, to, empty, $from } = state.selection;
  return empty ? !!type.isInSet(state.storedMarks || $from.marks()) : state.doc.rangeHasMark(from, to, type);
}

/** List on, list off, or the other kind of list. */
export const toggleList = (type) => (state, dispatch) => {
  const { bullet_list, ordered_list, list_item } = state.schema.nodes;
  const list = around(state.selection, (node) => node.type === bullet_list || node.type === ordered_list);
  if (!list) return wrapInList(type)(state, dispatch);
  if (list.node.type === type) return liftListItem(list_item)(state, dispatch);
  dispatch?.(state.tr.setNodeMarkup(list.pos, type));
  return true;
};

export const toggleWrap = (type, attrs) => (state, dispatch) => {
  const found = within(state, type);
  if (!found) return wrapIn(type, attrs)(state, dispatch);
  if (!attrs || found.node.attrs.pull === attrs.pull) return lift(state, dispatch);
  dispatch?.(state.tr.setNodeMarkup(found.pos, null, attrs));
  return true;
};

export const toggleHeading = (level) => (state, dispatch) => {
  const { heading, paragraph } = state.schema.nodes;
  return within(state, heading, { level }) ? setBlockType(paragraph)(state, dispatch) : setBlockType(heading, { level })(state, dispatch);
};

/** Enter in a caption goes on below the picture. */
function leaveCaption(state, dispatch) {
  const { figure, paragraph } = state.schema.nodes, found = within(state, figure);
  if (!found) return false;
  const after = found.pos + found.node.nodeSize, tr = state.tr;
  if (!state.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, paragraph.create());
  dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(after), 1)).scrollIntoView());
  return true;
}

function breakLine(state, dispatch) {
  dispatch?.(state.tr.replaceSelectionWith(state.schema.nodes.br.create()).scrollIntoView());
  return true;
}

/** To the toolbar's one stop; Escape leads back. */
function toToolbar(_, __, view) {
  view?.dom.closest("form")?.querySelector(".tools [tabindex='0']")?.focus();
  return true;
}

const swallow = () => true; // the form itself listens for Mod-Enter

export function keyPlugins({ nodes, marks }, openLink, addReference) {
  const lineBreak = chainCommands(exitCode, breakLine);
  return [
    keymap({
      "Mod-b": toggleMark(marks.strong), "Mod-i": toggleMark(marks.em), "Mod-`": toggleMark(marks.code), "Mod-k": openLink, ...(addReference && { "Mod-Alt-f": addReference }),
      "Mod-z": undo, "Shift-Mod-z": redo, "Mod-y": redo, "Backspace": undoInputRule,
      "Shift-Enter": lineBreak, "Mod-Enter": swallow,
      "Enter": chainCommands(leaveCaption, splitListItem(nodes.list_item, { id: null })),
      "Tab": nextCell(1), "Shift-Tab": nextCell(-1), "Alt-F10": toToolbar,
      "Mod-]": sinkListItem(nodes.list_item), "Mod-[": liftListItem(nodes.list_item),
    }),
    keymap(baseKeymap),
    inputRules({ rules: [
      wrappingInputRule(/^\s*[-*•]\s$/, nodes.bullet_list), wrappingInputRule(/^\s*1[.)]\s$/, nodes.ordered_list),
      wrappingInputRule(/^\s*>\s$/, nodes.blockquote), textblockTypeInputRule(/^```$/, nodes.pre),
      ...(nodes.heading ? [textblockTypeInputRule(/^(##|###)\s$/, nodes.heading, (match) => ({ level: match[1].length }))] : []),
      typedAddress(marks.link),
    ] }),
    lastParagraph(nodes),
  ];
}

/** An address followed by a space becomes a link. */
const typedAddress = (link) => new InputRule(/(?:^|\s)(https?:\/\/\S*[^\s.,;:!?)\]'"”’])([.,;:!?)\]'"”’]*)\s$/, (state, match, start, end) => {
  const href = safeHref(match[1]), to = end - match[2].length, from = to - match[1].length;
  if (!href || state.doc.rangeHasMark(from, to, link)) return null;
  return state.tr.addMark(from, to, link.create({ href })).insertText(" ", end).removeStoredMark(link);
});

/** Below a picture, a quote or a table there is always a line to go on writing; toHTML() leaves it out while empty. */
const lastParagraph = ({ figure, quote, table, pre, rule, gloss, paragraph }) => new Plugin({
  appendTransaction(_, __, { doc, tr }) {
    return [figure, quote, table, pre, rule, gloss].includes(doc.lastChild.type) ? tr.insert(doc.content.size, paragraph.create()) : null;
  },
});
