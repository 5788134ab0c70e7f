// A table and an article, drawn cell by cell: every text becomes a text node, never markup.

function button(text, label, act) {
  const made = press(text, label, act);
  made.className = "ss-button";
  return made;
}

function table(model) {
  const columns = model.get("columns");
  const made = make("table", undefined, "ss-table");
  const head = made.createTHead().insertRow();
  for (const column of columns) {
    const cell = make("th", undefined, `ss-${column.kind}`);
    cell.scope = "col";
    const sorted = column.name === model.get("order");
    if (column.sort) {
      const mark = sorted ? (model.get("down") ? " ▼" : " ▲") : "";
      cell.append(button(column.label + mark, `sort by ${column.label}`,
        () => model.send({ kind: "sort", name: column.name })));
      if (sorted) cell.setAttribute("aria-sort", model.get("down") ? "descending" : "ascending");
    } else {
      cell.textContent = column.label;
    }
    head.append(cell);
  }
  if (model.get("keeps")) head.append(make("th"));
  const body = made.createTBody();
  model.get("rows").forEach((row, number) => {
    const line = body.insertRow();
    row.forEach((text, place) => line.append(make("td", text, `ss-${columns[place].kind}`)));
    if (!model.get("opens")) return;
    line.tabIndex = 0;
    line.addEventListener("click", () => model.send({ kind: "open", row: number }));
    line.addEventListener("keydown", (event) => {
      if (event.key === "Enter") model.send({ kind: "open", row: number });
      else if (event.key === "k" && model.get("keeps")) model.send({ kind: "keep", row: number });
      else if (event.key === "ArrowDown" && line.nextSibling) line.nextSibling.focus();
      else if (event.key === "ArrowUp" && line.previousSibling) line.previousSibling.focus();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    if (!model.get("keeps")) return;
    line.append(make("td"));
    line.lastChild.append(button("☆", "keep this line", () => model.send({ kind: "keep", row: number })));
  });
  return made;
}

function pager(model) {
  const made = make("div", undefined, "ss-pager");
  const page = model.get("page"), pages = model.get("pages");
  const step = (text, label, to) => {
    const one = button(text, label, () => model.send({ kind: "page", page: to }));
    one.disabled = to < 0 || to >= pages || to === page;
    made.append(one);
  };
  step("«", "first page", 0);
  step("‹", "page before", page - 1);
  made.append(make("span", ` ${page + 1} of ${pages} `));
  step("›", "next page", page + 1);
  step("»", "last page", pages - 1);
  return made;
}

function article(model) {
  const made = make("div", undefined, "ss-article");
  const at = model.get("at");
  let aim = null;
  model.get("pieces").forEach((piece, number) => {
    const part = make("span", piece.text, piece.kinds.map((kind) => `ss-is-${kind}`).join(" "));
    if (piece.said) part.title = piece.said;
    if (number === at) aim = part;
    made.append(part);
  });
  if (aim) {
    aim.classList.add("ss-aim");
    // When it is in the page and has a size.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      made.scrollTop = aim.offsetTop - made.offsetTop - made.clientHeight / 3;
    }));
  }
  return made;
}

// JupyterLab takes a cell where it shows itself to the page, as `samestory lab` tells it to.
async function insert(text) {
  const lab = window.jupyterapp;
  const notebook = lab?.shell?.currentWidget?.content;
  if (!notebook?.activeCell) return false;
  await lab.commands.execute("notebook:insert-cell-below");
  notebook.activeCell.model.sharedModel.setSource(text);
  return true;
}

function render({ model, el }) {
  el.classList.add("ss-sheet");
  const draw = () => {
    const parts = [];
    if (model.get("heading")) parts.push(make("p", model.get("heading"), "ss-heading"));
    if (model.get("note")) parts.push(make("p", model.get("note"), "ss-note"));
    if (model.get("columns").length) parts.push(table(model));
    if (model.get("pages") > 1) parts.push(pager(model));
    if (model.get("pieces").length) parts.push(article(model));
    el.replaceChildren(...parts);
  };
  model.on("change:drawn", draw);
  model.on("msg:custom", async (said) => {
    if (said.kind === "cell") {
      const done = await insert(said.text).catch(() => false);
      model.send({ kind: "cell", done });
    }
  });
  draw();
}

export default { render };
