// Every string shown to people. The server may replace any of them through the form's data-words (a JSON object).
const english = {
  formatting: "Formatting", text: "Your text",
  bold: "Bold", italic: "Italic", bullets: "Bulleted list", numbers: "Numbered list", quote: "Quote", link: "Link",
  picture: "Picture or file", mention: "Mention a member",
  heading: "Heading", subheading: "Subheading", pull: "Pull quote", gloss: "Margin note",
  table: "Table", tableDeeds: "Change the table", rowAbove: "Row above", rowBelow: "Row below", columnBefore: "Column before", columnAfter: "Column after",
  headRow: "Header row", headColumn: "Header column", rowRemove: "Remove the row", columnRemove: "Remove the column", tableRemove: "Remove the table",
  tableDone: "Done", tableNow: "Row {row} of {rows}, column {column} of {columns}",
  linkAddress: "Address of the link", linkSet: "Set the link", linkRemove: "Remove the link", cancel: "Cancel",
  linkWrong: "This is not an address. Write it like https://example.org/page or name@example.org.",
  cite: "Add a reference", citeAdd: "Add it", citeNumber: "Reference {n}",
  citeWhat: "DOI, PMID, trial number or an address of one; or the reference as it should be printed",
  citeFailed: "It could not be looked at. Check your connection and try again.",
  people: "People", peopleFound: "{n} people found. Choose with the arrow keys.", peopleNone: "Nobody found.",
  uploading: "Uploading {name}", uploadFailed: "{name} could not be uploaded. Check your connection and try again.",
  uploadPending: "A file is still being uploaded. Wait a moment, then send again.",
  alt: "Describe the picture for people who cannot see it", decorative: "Decorative: it says nothing the words do not say", caption: "Caption", pictureRemove: "Remove the picture",
  altMissing: "Say in a few words what each picture shows, or that it is decorative, then send again.",
  altAsked: "A picture has no description. Say in a few words what it shows, or that it is decorative. Sent again as it is, it goes out without.",
  pictureFacts: "About the picture", credit: "Credit: whose picture it is", license: "License", licenseNone: "Not said",
  own: "Own work", by: "CC BY 4.0", "by-sa": "CC BY-SA 4.0", cc0: "CC0", permission: "Shown by permission", other: "Other license",
  notPatient: "It is not a patient’s", more: "and {n} more",
  quoteFrom: "{name} wrote:", quoteLabel: "Quote",
  draftSaved: "Draft saved {time}", draftBack: "Bring back the text of {time}", draftFrom: "From your other device, {time}",
  draftSent: "These words were sent from another device.",
  picturesDropped: "{n} of the pasted pictures lie elsewhere and were left out. Save them, then put them in with “Picture or file”.",
  empty: "Write something first.",
};

/** Returns say(key, values): the string in the page's language, with {placeholders} filled in. */
export function wordsOf(form) {
  let own = {};
  try { own = JSON.parse(form.dataset.words || "{}"); } catch { /* English will do */ }
  const all = { ...english, ...own };
  return (key, values = {}) => all[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
