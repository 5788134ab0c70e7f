// Names to prune, drawn row by row: every text becomes a text node, never markup.
// Rows are known by numbers; what they are called is only shown.

const KEYS = [
  ["↑ ↓", "to the next row"], ["→ ←", "open, close"], ["k", "keep"], ["d", "drop; not proposed again"],
  ["r", "rename a concept or a label"], ["m", "merge into another concept"],
  ["f", "move a form (or a label) elsewhere"], ["s", "show in the charts"], ["u", "undo"],
  ["Enter", "open or close; in a field: do it"], ["Esc", "leave a field"], ["?", "show or hide the keys"],
];
let fields = 0;

// The rows as they stand below one another: a concept, its labels if it is open, their forms.
function laid(concepts, open) {
  const rows = [];
  for (const concept of concepts) {
    const labels = concept.labels;
    rows.push({ ...concept, level: 1, opens: labels.length > 0, isOpen: open.has(concept.id) });
    if (!open.has(concept.id)) continue;
    for (const label of labels) {
      const opens = label.forms.length > 1;
      rows.push({ ...label, level: 2, opens, isOpen: opens && open.has(label.id), concept });
      if (!opens || !open.has(label.id)) continue;
      for (const form of label.forms) rows.push({ ...form, level: 3, concept, label });
    }
  }
  return rows;
}

function more(row) {
  if (row.level === 1) {
    const labels = row.labels.filter((label) => !label.hides);
    const named = labels.map((label) => `${label.name} ${label.times}`).join(" · ");
    const apart = row.shipped ? "continues the shipped list: " : "";
    return apart + (row.isOpen ? row.about || row.outlets : named);
  }
  if (row.level === 2 && row.forms.length) {
    const forms = row.forms.map((form) => form.name);
    const own = forms.length === 1 && forms[0].toLowerCase() === row.name.toLowerCase();
    return (own ? "" : `[${forms.join(", ")}]  `) + row.outlets;
  }
  return row.outlets;
}

const STATES = { kept: "kept", proposed: "proposed", unsure: "proposed, unsure", part: "partly kept" };

function render({ model, el }) {
  el.classList.add("ss-names");
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  const open = new Set();
  let rows = [], here = null, place = 0, editing = null, keysShown = false, waits = false;

  const bar = make("div", undefined, "ss-names-bar");
  const stories = make("select");
  stories.setAttribute("aria-label", "the story whose names are proposed");
  const propose = press("Propose names", "", () => {
    waits = true;
    model.send({ kind: "propose", story: Math.max(0, stories.selectedIndex) });
  });
  const undo = press("Undo a step", "", () => model.send({ kind: "undo" }));
  const help = press("Keys ?", "show or hide the keys", () => showKeys());
  bar.append(propose, stories, undo, help);
  const said = make("p", "", "ss-names-said");
  said.setAttribute("role", "status");
  const keys = make("p", undefined, "ss-names-keys");
  keys.hidden = true;
  keys.style.display = "none";
  for (const [key, what] of KEYS) {
    const one = make("span");
    one.append(make("kbd", key), ` ${what}`);
    keys.append(one);
  }
  const tree = make("div", undefined, "ss-tree");
  tree.setAttribute("role", "tree");
  tree.setAttribute("aria-label", "names: concepts, labels, forms");
  const dropped = make("p", "", "ss-names-said");
  const folded = make("details", undefined, "ss-folded");
  const summary = make("summary"), variants = make("ul", undefined, "ss-lines");
  const note = "Formal variants, no choice of words, and so not proposed: how often which outlet prints each.";
  folded.append(summary, make("p", note, "ss-names-said"), variants);
  el.replaceChildren(bar, said, keys, tree, dropped, folded);

  function showKeys() {
    keysShown = !keysShown;
    keys.hidden = !keysShown;
    keys.style.display = keysShown ? "" : "none";
    help.setAttribute("aria-expanded", String(keysShown));
  }

  const at = () => rows.find((row) => row.id === here && row.id >= 0);
  const send = (kind, row, rest = {}) => model.send({ kind, row: row.id, ...rest });

  function go(number, focus = true) {
    if (!rows.length) return;
    place = Math.min(Math.max(number, 0), rows.length - 1);
    here = rows[place].id;
    if (here < 0) here = `not ${rows[place].concept.id}`;
    mark(focus);
  }

  const idOf = (row) => (row.id < 0 ? `not ${row.concept.id}` : row.id);

  // Show which row one is at, with its lines and its field, without drawing all anew.
  function mark(focus) {
    rows.forEach((row, number) => {
      const item = tree.children[number];
      const isHere = idOf(row) === here;
      item.classList.toggle("ss-here", isHere);
      item.tabIndex = isHere ? 0 : -1;
      item.setAttribute("aria-selected", String(isHere));
      while (item.children.length > 1) item.lastChild.remove();
      if (!isHere) return;
      if (editing && editing.id === row.id) item.append(field(row));
      if (row.lines.length && !row.hides) {
        const list = make("ul", undefined, "ss-lines");
        for (const [outlet, document_, text] of row.lines) list.append(make("li", `${outlet} · ${document_}: ${text}`));
        item.append(list);
      }
      if (focus) {
        const wanted = item.querySelector("input") ?? item;
        wanted.focus({ preventScroll: true });
        if (wanted !== item) wanted.select();
        item.scrollIntoView({ block: "nearest" });
      }
    });
  }

  function field(row) {
    const box = make("div", undefined, "ss-edit");
    const number = fields++;
    const input = (label, value, options) => {
      const held = make("label", label);
      const made = make("input");
      made.type = "text";
      made.value = value;
      made.setAttribute("aria-label", label);
      if (options) {
        const list = make("datalist");
        list.id = `ss-names-${number}-${options.of}`;
        for (const text of options.texts) {
          const option = make("option");
          option.value = text;
          list.append(option);
        }
        made.setAttribute("list", list.id);
        held.append(list);
      }
      held.append(made);
      box.append(held);
      return made;
    };
    const own = row.concept ?? row;
    const others = [...new Set([...model.get("concepts").map((each) => each.name), ...model.get("listed")])];
    const kind = editing.kind;
    let read;
    if (kind === "rename" || kind === "relabel") {
      const name = input("new name", row.name);
      read = () => ({ name: name.value });
    } else if (kind === "merge") {
      const own_ = model.get("concepts").map((each) => each.name).filter((name) => name !== own.name);
      const into = input("merge into", "", { of: "into", texts: own_ });
      read = () => ({ into: into.value });
    } else {
      const into = input("to the concept", own.name, { of: "concept", texts: others });
      const labels = model.get("concepts").flatMap((each) => each.labels.filter((label) => !label.hides).map((label) => label.name));
      const name = input("label (or its own)", "", { of: "label", texts: [...new Set(labels)] });
      read = () => ({ into: into.value, name: name.value });
    }
    const done = () => {
      const rest = read();
      editing = null;
      send(kind, row, rest);
      mark(true);
    };
    const leave = () => { editing = null; mark(true); };
    box.append(press("OK", "", done), press("Cancel", "", leave));
    box.addEventListener("click", (event) => event.stopPropagation());
    box.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") { event.preventDefault(); leave(); }
      if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); done(); }
    });
    return box;
  }

  function act(kind, row) {
    if (!row || row.hides) return;
    if (kind === "keep" || kind === "show") send(kind, row);
    else if (kind === "drop") {
      send(kind, row);
      const number = rows.findIndex((each) => idOf(each) === here);
      tree.children[number]?.classList.add("ss-going");
      // Whoever drops on and on goes to the next of the same kind.
      const next = rows.findIndex((each, n) => n > number && each.level <= row.level);
      if (next > 0) go(next);
    } else {
      const meant = kind === "rename" && row.level > 1 ? "relabel" : kind;
      if (meant === "relabel" && row.level > 2) return say("A form is as it is printed; move it with f, or drop it.");
      if (meant === "merge" && row.level > 1) return say("Concepts merge; a label or a form moves with f.");
      if (meant === "move" && row.level < 2) return say("Open the concept with → and choose a label or a form.");
      editing = { kind: meant, id: row.id };
      here = row.id;
      mark(true);
    }
  }

  function say(text) { said.textContent = text; said.classList.remove("ss-names-wrong"); }

  function flip(row, to) {
    if (!row || !row.opens || row.isOpen === to) return false;
    if (to) open.add(row.id); else open.delete(row.id);
    draw(true);
    return true;
  }

  function heard(event) {
    if (event.target.tagName === "INPUT" || event.ctrlKey || event.altKey || event.metaKey) return;
    const number = rows.findIndex((row) => idOf(row) === here);
    const row = rows[number];
    const acts = { k: "keep", d: "drop", r: "rename", m: "merge", f: "move", s: "show" };
    if (event.key === "ArrowDown") go(number + 1);
    else if (event.key === "ArrowUp") go(number - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(rows.length - 1);
    else if (event.key === "ArrowRight") { if (!flip(row, true) && row?.isOpen) go(number + 1); }
    else if (event.key === "ArrowLeft") {
      if (!flip(row, false) && row && row.level > 1) go(rows.findLastIndex((each, n) => n < number && each.level < row.level));
    } else if (event.key === "Enter" || event.key === " ") {
      if (event.target.tagName === "BUTTON") return;
      flip(row, !row?.isOpen);
    } else if (acts[event.key]) act(acts[event.key], row);
    else if (event.key === "u") model.send({ kind: "undo" });
    else if (event.key === "?") showKeys();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  tree.addEventListener("keydown", heard);

  function item(row, number) {
    const made = make("div", undefined, `ss-item ss-item-${row.level}`);
    made.setAttribute("role", "treeitem");
    made.setAttribute("aria-level", String(row.level));
    if (row.opens) made.setAttribute("aria-expanded", String(row.isOpen));
    const head = make("div", undefined, "ss-item-head");
    head.append(make("span", row.opens ? (row.isOpen ? "▾" : "▸") : "", "ss-fold"));
    const name = make("span", row.name, "ss-name");
    name.title = row.name;
    head.append(name);
    if (!row.hides) {
      head.append(make("span", STATES[row.state], `ss-state ss-state-${row.state}`));
      head.append(make("span", String(row.times), "ss-times"));
    }
    head.append(make("span", more(row), "ss-more"));
    if (!row.hides) {
      const acts = make("span", undefined, "ss-acts");
      const add = (text, kind) => {
        const one = press(text, `${text} ${row.name}`, () => { here = row.id; place = number; editing = null; mark(true); act(kind, row); });
        one.tabIndex = -1;
        acts.append(one);
      };
      if (row.state !== "kept") add("keep", "keep");
      add("drop", "drop");
      if (row.level < 3) add("rename", "rename");
      add(row.level === 1 ? "merge" : "move", row.level === 1 ? "merge" : "move");
      if (row.level === 1 && row.state !== "proposed" && row.state !== "unsure") add("show", "show");
      head.append(acts);
    }
    made.append(head);
    head.addEventListener("click", () => {
      const again = here === idOf(row);
      editing = null;
      go(number);
      if (again || row.level === 1) flip(row, !row.isOpen);
    });
    return made;
  }

  function draw(focus) {
    const inside = focus || tree.contains(document.activeElement);
    const scrolled = tree.scrollTop;
    const typed = editing && [...tree.querySelectorAll("input")].map((input) => input.value);
    const before = rows;
    rows = laid(model.get("concepts"), open);
    tree.replaceChildren(...rows.map(item));
    tree.style.display = rows.length ? "" : "none";
    tree.scrollTop = scrolled;
    let number = rows.findIndex((row) => idOf(row) === here);
    if (editing && number < 0) editing = null;
    // Where a row is gone, go on with the next of those below it that is still there.
    const below = number < 0 ? before.slice(place).map(idOf) : [];
    for (const id of below) {
      if (number < 0) number = rows.findIndex((row) => idOf(row) === id);
    }
    go(number < 0 ? place : number, inside);
    if (editing && typed) [...tree.querySelectorAll("input")].forEach((input, n) => { input.value = typed[n] ?? input.value; });
  }

  function tell() {
    said.textContent = model.get("said");
    said.classList.toggle("ss-names-wrong", model.get("is_wrong"));
    propose.disabled = model.get("is_busy");
    undo.disabled = !model.get("can_undo");
    const forms = model.get("dropped");
    dropped.textContent = forms.length ? `Dropped, not proposed again: ${forms.join(", ")}` : "";
  }

  // Names, titles and offices of one person or body: shown, and nothing to keep or drop.
  function fold() {
    const identities = model.get("identities");
    summary.textContent = `Names of one person or body (${identities.length})`;
    variants.replaceChildren(...identities.map((wordings) => {
      const item = make("li");
      wordings.forEach(([text, outlets], number) => item.append(number ? " · " : "", make("b", text), `: ${outlets}`));
      return item;
    }));
    folded.style.display = identities.length ? "" : "none";
  }

  function all() {
    // A button that is switched off loses the focus.
    const inside = el.contains(document.activeElement) || (waits && document.activeElement === document.body);
    const aim = model.get("aim");
    if (aim >= 0) waits = false;
    if (aim >= 0 && model.get("concepts").some((concept) => concept.id === aim)) here = aim;
    tell();
    fold();
    draw(aim >= 0 && inside);
  }

  const names = model.get("stories");
  stories.style.display = names.length ? "" : "none";
  for (const name of names) stories.append(make("option", name));
  model.on("change:drawn", all);
  for (const name of ["said", "is_wrong", "is_busy"]) model.on(`change:${name}`, tell);
  all();
}

export default { render };
