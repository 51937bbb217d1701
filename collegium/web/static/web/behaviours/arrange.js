// Dragging articles of an issue to their places. The buttons beside each do the same; dragging only presses them.
for (const form of document.querySelectorAll('form[data-behaviour~="arrange"]')) {
  const drop = form.elements.drop;
  let held = null;
  const gap = document.createElement("li");
  gap.className = "gap";
  gap.setAttribute("aria-hidden", "true");

  for (const row of form.querySelectorAll("[data-article]")) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      if (event.target.closest?.("input")) return event.preventDefault();
      held = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.dataset.article);
      requestAnimationFrame(() => row.classList.add("held"));
    });
    row.addEventListener("dragend", () => {
      row.classList.remove("held");
      gap.remove();
      held = null;
    });
  }

  for (const shelf of form.querySelectorAll(".shelf")) {
    const list = shelf.querySelector("ol");
    shelf.addEventListener("dragover", (event) => {
      if (!held) return;
      event.preventDefault();
      const rows = [...list.querySelectorAll("[data-article]:not(.held)")];
      const next = rows.find((row) => event.clientY < row.getBoundingClientRect().top + row.offsetHeight / 2);
      if (shelf.dataset.department) list.insertBefore(gap, next ?? null);
      else list.append(gap);
    });
    shelf.addEventListener("drop", (event) => {
      if (!held) return;
      event.preventDefault();
      let next = gap.nextElementSibling;
      while (next && (next === held || !next.dataset.article)) next = next.nextElementSibling;
      const place = shelf.dataset.department ? `${shelf.dataset.department}.${next?.dataset.article ?? 0}` : "out";
      drop.name = "move";
      drop.value = `${held.dataset.article}:${place}`;
      form.submit();
    });
  }
}
