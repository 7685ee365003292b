/* Keys for everything on the run page. An element with data-key is pressed, opened or filled in by that key; the list of
   keys stands on the page (run_keys.html). While a field has the focus, keys are typing, and Escape leaves it. Single keys
   can be switched off (WCAG 2.1.4). */

const help = document.querySelector("[data-keys]");
const on = help.querySelector("[data-keys-on]");
const says = document.querySelector("[data-keys-says]");
const KEPT = `papg:${document.body.dataset.user}:keys`; // forgotten at sign-out, as all that app.js keeps
const TYPED_INTO = "textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])";
const ROWS = "button:not([hidden], .govuk-visually-hidden), summary, a[href]";

const shown = (element) => element.checkVisibility();
const first = (selector) => [...document.querySelectorAll(selector)].find(shown);
const pressed = (key) => first(`[data-key="${CSS.escape(key)}"]`);

/* What has no mark of its own because another part of the page makes it. */
const PLACES = { m: () => first("#desk section textarea"), r: () => first(`#here .app-person :is(${ROWS})`) };
const found = (key) => pressed(key) ?? PLACES[key]?.();

function use(element) {
  if (element.matches("summary")) open(element);
  else if (element.matches("textarea, [aria-current], [data-key-waits]") || element.closest("#here")) element.focus();
  else element.click();
}

/* Opened, its first field is what comes next; a list that is only read keeps the focus at its head. */
function open(summary) {
  const details = summary.parentElement;
  details.open = !details.open;
  const inside = "keyStays" in summary.dataset ? null : details.querySelector("textarea, select, input, button");
  (details.open && inside ? inside : summary).focus();
}

/* Items by number: "1", "2", Enter. What was typed shows, is read out, and is forgotten after a while. */
let number = "";
let forgetting;

function typeNumber(digit) {
  number += digit;
  says.textContent = says.dataset.keysSays.replace("#", number);
  clearTimeout(forgetting);
  forgetting = setTimeout(dropNumber, 4000);
}

function dropNumber() {
  number = "";
  says.textContent = "";
}

function goToNumber() {
  const line = first(`[data-item="${number}"]`);
  dropNumber();
  line?.click();
}

/* Up and down within the agenda or the room. */
function along(event) {
  const list = event.target.closest?.("#agenda, #here");
  if (!list) return;
  const rows = [...list.querySelectorAll(ROWS)].filter(shown);
  const next = rows[rows.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function inField(event) {
  if (event.key === "Escape") {
    event.preventDefault();
    event.target.blur();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (!pressOwnButton(event)) saveFrom(event);
  } else if (event.key === "Enter" && event.target.matches("input")) pressOwnButton(event);
}

/* The first button of the desk saves the text alone: what is typed in a part that opens is for the button of that part. */
function pressOwnButton(event) {
  const button = event.target.closest("details")?.querySelector("button[name=do]");
  if (!button) return false;
  event.preventDefault();
  button.click();
  return true;
}

/* What app.js saves by itself is saved at once, without a page in between that would take the cursor away. */
function saveFrom(event) {
  event.preventDefault();
  const { target } = event;
  const savesItself = target.matches("textarea[data-keep]") && target.value !== target.defaultValue;
  if (savesItself && !document.querySelector("[data-conflict]")) document.dispatchEvent(new Event("papg:save"));
  else found("s")?.click();
}

function outsideFields(event) {
  if (event.key === "Enter" && number) {
    event.preventDefault();
    goToNumber();
  } else if (event.key === "Escape") dropNumber();
  else if (event.key.startsWith("Arrow")) along(event);
  else if (/^[0-9]$/.test(event.key)) typeNumber(event.key);
  else {
    const element = found(event.key.toLowerCase());
    if (!element) return;
    event.preventDefault();
    use(element);
  }
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.target.matches?.(TYPED_INTO)) return inField(event);
  if (!on.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  outsideFields(event);
});

/* The list names only what there is to press now. */
help.addEventListener("toggle", () => {
  help.querySelectorAll("[data-for]").forEach((row) => (row.hidden = !found(row.dataset.for)));
});

/* Said of each thing, too, to who hears the page. */
function sayKeys() {
  document.querySelectorAll("[data-key]").forEach((element) => {
    if (on.checked) element.setAttribute("aria-keyshortcuts", element.dataset.key.toUpperCase());
    else element.removeAttribute("aria-keyshortcuts");
  });
}

on.checked = sessionStorage.getItem(KEPT) !== "off";
on.addEventListener("change", () => {
  if (on.checked) sessionStorage.removeItem(KEPT);
  else sessionStorage.setItem(KEPT, "off");
  sayKeys();
});
sayKeys();
