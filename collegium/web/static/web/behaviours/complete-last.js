// A field of several words with commas between them: its list is offered for the last one. Without script for the first.
for (const field of document.querySelectorAll('[data-behaviour~="complete-last"]')) {
  const list = field.list;
  if (!list) continue;
  const offered = [...list.options].map((option) => [option.value, option.label]);
  const lay = () => {
    const at = field.value.lastIndexOf(",") + 1;
    const before = at ? `${field.value.slice(0, at)} ` : "";
    const taken = new Set(before.split(",").map((word) => word.trim()));
    list.replaceChildren(...offered.filter(([value]) => !taken.has(value)).map(([value, label]) => {
      const option = document.createElement("option");
      option.value = before + value;
      option.label = label;
      return option;
    }));
  };
  field.addEventListener("input", lay);
  field.addEventListener("focus", lay);
}
