// Labels to be checked, one at a time: every text becomes a text node, never markup.
// Labels, findings and values are known by numbers; what they are called is only shown.

const KEYS = [
  ["Enter", "it is right; next"], ["q p o", "quoted, paraphrase, the outlet's own words"],
  ["y n", "yes, no"], ["1 … 9", "the value with that number"], ["0", "nobody in particular, none"],
  ["e", "type a value; Enter writes it, Esc leaves the field"], ["→ ↓ s", "skip, to the next"],
  ["← ↑", "to the label before"], ["u", "undo the last answer"], ["d", "done: everything follows"],
  ["?", "show or hide the keys"],
];
const STATES = { open: "not looked at", right: "✓ right", corrected: "✎ corrected" };
let fields = 0;

function held(text, field) {
  const made = make("label", text);
  made.append(field);
  return made;
}

function render({ model, el }) {
  el.classList.add("ss-checks");
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  let waits = false, isTyping = false, typed = "", chosen = 0;

  const bar = make("div", undefined, "ss-checks-bar");
  const stories = make("select");
  stories.setAttribute("aria-label", "the articles whose labels are checked");
  for (const name of model.get("stories")) stories.append(make("option", name));
  const kinds = make("select");
  kinds.setAttribute("aria-label", "the kind of label that is drawn");
  for (const name of model.get("kinds")) kinds.append(make("option", name.replaceAll("_", " ")));
  const number = (value, label, least) => {
    const made = make("input");
    made.type = "number";
    made.min = String(least);
    made.value = String(value);
    made.setAttribute("aria-label", label);
    return made;
  };
  const size = number(30, "how many are drawn", 1);
  const seed = number(1, "seed: the same one draws the same labels", 0);
  const story = () => Math.max(0, stories.selectedIndex);
  const begin = (said) => { waits = true; model.send({ ...said, story: story() }); };
  const list = press("Findings", "list the findings, with how many of their labels are checked",
    () => begin({ kind: "findings" }));
  const drawNow = () => begin({ kind: "draw", number: Math.max(0, kinds.selectedIndex),
    size: Math.round(Number(size.value)) || 1, seed: Math.round(Number(seed.value)) || 0 });
  const draws = press("Draw", "draw labels of this kind", drawNow);
  for (const field of [size, seed]) {
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") drawNow(); });
  }
  const analyst = make("input");
  analyst.type = "text";
  analyst.placeholder = "your name";
  analyst.className = "ss-checks-analyst";
  analyst.addEventListener("input", () => { model.set("analyst", analyst.value); model.save_changes(); });
  const drawing = make("span", undefined, "ss-checks-draw");
  drawing.append(draws, kinds, held("how many", size), held("seed", seed));
  bar.append(list, stories, drawing, held("analyst", analyst));
  // No key that is meant for a field is one of the notebook's.
  bar.addEventListener("keydown", (event) => event.stopPropagation());

  const said = make("p", "", "ss-checks-said");
  said.setAttribute("role", "status");
  const keys = make("p", undefined, "ss-checks-keys");
  keys.style.display = "none";
  for (const [key, what] of KEYS) {
    const one = make("span");
    one.append(make("kbd", key), ` ${what}`);
    keys.append(one);
  }
  const found = make("div", undefined, "ss-checks-findings");
  found.setAttribute("role", "listbox");
  found.setAttribute("aria-label", "findings, with how many of their labels are checked");
  const card = make("div", undefined, "ss-checks-card");
  card.tabIndex = 0;
  card.setAttribute("role", "group");
  el.replaceChildren(bar, said, keys, found, card);

  function showKeys() {
    const isHidden = keys.style.display === "none";
    keys.style.display = isHidden ? "" : "none";
  }

  const send = (kind, rest = {}) => model.send({ kind, at: model.get("at"), ...rest });

  function openField() {
    if (!model.get("card").types) return;
    isTyping = true;
    typed = "";
    draw(true);
  }

  // What is asked of a label: what holds now, the values with a key, a field.
  function answers(label) {
    const made = make("div", undefined, "ss-checks-answers");
    const right = press(`Enter ✓ ${label.value}`, `right as it is: ${label.value}`, () => send("tick"));
    right.className = "ss-checks-right";
    made.append(right);
    label.choices.forEach((choice, place) => {
      const one = press("", `${choice.key}: ${choice.text}`, () => send("choose", { number: place }));
      one.append(make("kbd", choice.key), ` ${choice.text}`);
      one.tabIndex = -1;
      one.classList.toggle("ss-checks-now", choice.now);
      made.append(one);
    });
    if (!label.types) return made;
    if (!isTyping) {
      const one = press("", "type another value", openField);
      one.append(make("kbd", "e"), " type …");
      one.tabIndex = -1;
      made.append(one);
      return made;
    }
    const field = make("input");
    field.type = "text";
    field.value = typed;
    field.setAttribute("aria-label", label.asked);
    const options = make("datalist");
    options.id = `ss-checks-${fields++}`;
    for (const text of label.others) {
      const option = make("option");
      option.value = text;
      options.append(option);
    }
    field.setAttribute("list", options.id);
    field.addEventListener("input", () => { typed = field.value; });
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") { event.preventDefault(); isTyping = false; draw(true); }
      if (event.key === "Enter" && field.value.trim()) {
        event.preventDefault();
        send("type", { text: field.value });
      }
    });
    made.append(field, options);
    return made;
  }

  function passage(each) {
    const made = make("div", undefined, "ss-checks-passage");
    made.append(make("p", each.about, "ss-checks-about"));
    const text = make("p", undefined, "ss-checks-text");
    text.append(each.before, make("mark", each.span), each.after);
    if (!each.span) text.querySelector("mark").remove();
    made.append(text);
    return made;
  }

  function head(label) {
    const made = make("p", undefined, "ss-checks-head");
    made.append(make("strong", label.asked), make("span", label.kind, "ss-checks-kind"));
    const state = make("span", STATES[label.state], `ss-checks-state ss-checks-${label.state}`);
    made.append(state);
    if (label.state === "corrected") made.append(make("span", `found by rule: ${label.was}`, "ss-checks-was"));
    made.append(make("span", model.get("counter"), "ss-checks-counter"));
    return made;
  }

  function foot(...more) {
    const made = make("div", undefined, "ss-checks-foot");
    const undo = press("Undo (u)", "undo the last answer", () => send("undo"));
    undo.disabled = !model.get("can_undo");
    made.append(press("← Back", "to the label before", () => send("move", { number: -1 })), ...more, undo);
    made.append(press("Keys ?", "show or hide the keys", showKeys));
    return made;
  }

  function label() {
    const it = model.get("card");
    card.setAttribute("aria-label", `${it.asked} ${model.get("counter")}`);
    const passages = make("div", undefined, "ss-checks-passages");
    passages.append(...it.passages.map(passage));
    const skip = press("Skip (s)", "to the next label", () => send("move", { number: 1 }));
    const done = press("Done (d)", "leave: rates, lines and speakers follow", () => send("done"));
    card.replaceChildren(make("p", it.title, "ss-checks-about"), head(it), passages, answers(it), foot(skip, done));
    const mark = card.querySelector("mark");
    const box = mark?.closest(".ss-checks-text");
    if (box && !el.hidden) box.scrollTop = mark.offsetTop - box.offsetTop - box.clientHeight / 3;
  }

  function over() {
    card.setAttribute("aria-label", "the result");
    const on = press("Go on (Enter)", "choose what to check next", () => { waits = true; send("close"); });
    card.replaceChildren(make("p", model.get("result"), "ss-checks-result"), foot(on));
  }

  function listed() {
    const rows = model.get("findings");
    found.style.display = rows.length ? "" : "none";
    chosen = Math.min(chosen, Math.max(0, rows.length - 1));
    found.replaceChildren(...rows.map((row, place) => {
      const item = make("div", undefined, "ss-checks-finding");
      item.setAttribute("role", "option");
      item.tabIndex = place === chosen ? 0 : -1;
      item.append(make("span", `checked ${row.checked} of ${row.labels}`, "ss-checks-count"), make("span", row.text));
      item.addEventListener("click", () => { chosen = place; waits = true; model.send({ kind: "open", number: place }); });
      return item;
    }));
  }

  found.addEventListener("keydown", (event) => {
    const rows = found.children;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      chosen = Math.min(Math.max(chosen + (event.key === "ArrowDown" ? 1 : -1), 0), rows.length - 1);
      [...rows].forEach((row, place) => { row.tabIndex = place === chosen ? 0 : -1; });
      rows[chosen]?.focus();
    } else if (event.key === "Enter") rows[chosen]?.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  card.addEventListener("keydown", (event) => {
    if (event.target.tagName === "INPUT" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Tab" || event.key === "Shift") return;
    const isOver = model.get("stage") === "over";
    const choices = isOver ? [] : model.get("card").choices;
    const place = choices.findIndex((choice) => choice.key === event.key);
    if (event.key === "Enter" || event.key === " ") {
      // A button that one has gone to is pressed.
      if (event.target.tagName === "BUTTON") return event.stopPropagation();
      // A key that is held down must not answer for labels that nobody has read.
      if (event.key === "Enter" && !event.repeat) {
        if (isOver) { waits = true; send("close"); } else send("tick");
      }
    } else if (place >= 0) { if (!event.repeat) send("choose", { number: place }); }
    else if (["ArrowLeft", "ArrowUp"].includes(event.key)) send("move", { number: -1 });
    else if (["ArrowRight", "ArrowDown", "s"].includes(event.key)) { if (!isOver) send("move", { number: 1 }); }
    else if (event.key === "e" && !isOver) openField();
    else if (event.key === "u") send("undo");
    else if (event.key === "d" && !isOver) send("done");
    else if (event.key === "?") showKeys();
    // No other key of the notebook is meant by one who checks labels.
    event.preventDefault();
    event.stopPropagation();
  });

  function tell() {
    said.textContent = model.get("said");
    said.classList.toggle("ss-checks-wrong", model.get("is_wrong"));
    for (const one of [list, draws]) one.disabled = model.get("is_busy");
    if (document.activeElement !== analyst) analyst.value = model.get("analyst");
  }

  function draw(isHere = false) {
    const stage = model.get("stage");
    // A button that is switched off or gone loses the focus.
    const inside = isHere || card.contains(document.activeElement) || found.contains(document.activeElement)
      || (waits && [document.body, list, draws, size, seed].includes(document.activeElement));
    tell();
    bar.style.display = stage === "choose" ? "" : "none";
    card.style.display = stage === "choose" ? "none" : "";
    if (stage === "choose") listed(); else found.style.display = "none";
    if (stage === "label") label();
    if (stage === "over") over();
    if (!inside || model.get("is_busy")) return;
    if (stage === "choose") {
      const first = found.children[chosen] ?? draws;
      first.focus({ preventScroll: true });
      return;
    }
    waits = false;
    (card.querySelector("input") ?? card).focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  model.on("change:drawn", () => {
    // What could not be written stays in the field.
    if (!model.get("is_wrong")) isTyping = false;
    draw();
  });
  for (const name of ["said", "is_wrong", "is_busy", "analyst"]) model.on(`change:${name}`, tell);
  draw();
}

export default { render };
