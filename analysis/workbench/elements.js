// What the scripts beside this one begin with: every text becomes a text node, never markup.
const make = (name, text, kind) => {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (kind) element.className = kind;
  return element;
};

function press(text, label, act) {
  const made = make("button", text);
  made.type = "button";
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", (event) => { event.stopPropagation(); act(); });
  return made;
}

