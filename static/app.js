/* What makes the pages pleasant. All of them work without it. */

document.body.classList.add("js-enabled", "govuk-frontend-supported");
const { initAll } = await import(document.getElementById("govuk-frontend").href);
initAll();

/* A note is a <template> of includes/notes.html, put before an element; its words stay in the page. */
function note(name, before) {
  const shown = document.getElementById(`note-${name}`).content.firstElementChild.cloneNode(true);
  before.parentNode.insertBefore(shown, before);
  return shown;
}

/* Unsaved text -------------------------------------------------------------------------------------------------------
   A <textarea data-keep="person:thing:edition"> is kept in this tab's sessionStorage while it differs from what is saved.
   Kept under another edition it was either saved (the form was sent) or overtaken by somebody else, which is shown. */
const PREFIX = "papg:";
const clean = (text) => text.replaceAll("\r\n", "\n").trim();
const fields = (scope) => [...scope.querySelectorAll("textarea[data-keep]")];
const keptUnder = (start) => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX + start));

function forget(keys) {
  keys.forEach((key) => sessionStorage.removeItem(key));
}

/* `data-unsaved`: the page came back with an error, so what stands in the field is not saved either. */
const isUnsaved = (field) => "unsaved" in field.dataset || clean(field.value) !== clean(field.defaultValue);

function keep(field) {
  const key = PREFIX + field.dataset.keep;
  if (!isUnsaved(field)) forget([key]);
  else sessionStorage.setItem(key, JSON.stringify({ text: field.value }));
}

function markSent(field) {
  const key = PREFIX + field.dataset.keep;
  const kept = JSON.parse(sessionStorage.getItem(key));
  if (kept) sessionStorage.setItem(key, JSON.stringify({ ...kept, sent: true }));
}

function restore(field) {
  const current = PREFIX + field.dataset.keep;
  const thing = field.dataset.keep.replace(/[^:]*$/, "");
  for (const key of keptUnder(thing)) {
    const kept = JSON.parse(sessionStorage.getItem(key));
    const overtaken = key !== current;
    const answered = kept.sent && (overtaken || "unsaved" in field.dataset); // the page came back knowing of it
    if (clean(kept.text) === clean(field.value) || answered) forget([key]);
    else if (overtaken) offer(field, key, kept.text);
    else putBack(field, kept.text);
  }
  keep(field);
}

function putBack(field, text) {
  field.value = text;
  const shown = note("kept", field);
  shown.querySelector("[data-undo]").addEventListener("click", () => use(field, field.defaultValue, shown));
}

function offer(field, key, text) {
  const shown = note("kept-older", field);
  shown.querySelector("[data-text]").textContent = text;
  shown.querySelector("[data-use]").addEventListener("click", () => use(field, text, shown, key));
  shown.querySelector("[data-drop]").addEventListener("click", () => use(field, field.value, shown, key));
}

function use(field, text, shown, oldKey) {
  if (oldKey) forget([oldKey]);
  field.value = text;
  keep(field);
  shown.remove();
  field.focus();
}

/* A text that carries a marking above OFFICIAL-SENSITIVE: no copy of it stays, under no edition. */
function forgetRefused(scope) {
  scope.querySelectorAll("[data-forget]").forEach((field) => {
    forget(keptUnder(field.dataset.forget.replace(/[^:]*$/, "")));
  });
}

let leaving = false; // a form was sent: what is unsaved is on its way
document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-keep]")) keep(event.target);
});
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return; // htmx sends it
  leaving = true;
  fields(event.target).forEach(markSent);
  if (event.target.matches("[data-sign-out]")) forget(keptUnder(""));
});
window.addEventListener("pageshow", () => (leaving = false));
window.addEventListener("beforeunload", (event) => {
  if (!leaving && fields(document).some(isUnsaved)) event.preventDefault();
});

/* Another person in the same tab sees nothing of the one before. */
const person = document.body.dataset.user;
if (person) forget(keptUnder("").filter((key) => !key.startsWith(`${PREFIX}${person}:`)));
forgetRefused(document);
fields(document).forEach(restore);

/* Parts of a page that are swapped by htmx --------------------------------------------------------------------------- */
document.addEventListener("htmx:load", (event) => {
  if (event.target === document.body) return;
  initAll({ scope: event.target });
  forgetRefused(event.target);
  fields(event.target).forEach(restore);
});

/* A whole page in answer to a part means that the session is over: what is on the page must stay. */
const isWholePage = (xhr) => /^\s*<!doctype/i.test(xhr.responseText);
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!isWholePage(event.detail.xhr)) return;
  event.detail.shouldSwap = false;
  onceAbove("signed-out");
});
document.addEventListener("htmx:sendError", () => onceAbove("offline"));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) document.querySelector("[data-note=offline]")?.remove();
});

/* Saved without leaving the page: the field's text is now the saved one, its form's edition the one to come. */
document.addEventListener("htmx:beforeRequest", (event) => {
  fields(event.target).forEach((field) => (field.dataset.sent = field.value));
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful || isWholePage(event.detail.xhr)) return;
  fields(event.target).forEach((field) => {
    forget([PREFIX + field.dataset.keep]);
    field.defaultValue = field.dataset.sent;
    delete field.dataset.unsaved;
    const edition = event.target.elements?.edition?.value;
    if (edition) field.dataset.keep = field.dataset.keep.replace(/[^:]*$/, edition);
    keep(field);
  });
});

function onceAbove(name) {
  if (document.querySelector(`[data-note="${name}"]`)) return;
  note(name, document.getElementById("main").firstElementChild).dataset.note = name;
}

/* Without a request of the person's own for half an hour the session is over. A minute before, this page says so; the
   next key or click goes on, and what is typed stays where it is. Polls do not count, here as on the server. */
const IDLE = Number(document.body.dataset.idle); // seconds
const WARNED_FOR = 60;
let idleClock;

function startIdleClock() {
  clearTimeout(idleClock);
  document.querySelector("[data-note=idle]")?.remove();
  if (IDLE) idleClock = setTimeout(warnOfTheEnd, (IDLE - WARNED_FOR) * 1000);
}

function warnOfTheEnd() {
  onceAbove("idle");
  idleClock = setTimeout(endOfSession, WARNED_FOR * 1000);
}

function endOfSession() {
  document.querySelector("[data-note=idle]")?.remove();
  onceAbove("signed-out");
}

async function goOn() {
  if (!document.querySelector("[data-note=idle]")) return;
  const answer = await fetch(document.body.dataset.goOn).catch(() => null);
  if (answer?.ok && !answer.redirected) startIdleClock();
  else endOfSession();
}

document.addEventListener("keydown", goOn);
document.addEventListener("click", goOn);
document.addEventListener("htmx:afterRequest", (event) => {
  const background = "X-Background" in event.detail.requestConfig.headers;
  if (event.detail.successful && !background && !isWholePage(event.detail.xhr)) startIdleClock();
});
startIdleClock();

/* Small things ------------------------------------------------------------------------------------------------------- */

/* The page of kept text: after signing in elsewhere its token is stale, so it asks for a fresh one before it sends. */
document.querySelector("form[data-fresh-token]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const page = await fetch(form.dataset.freshToken).then((answer) => answer.text(), () => "");
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("[name=csrfmiddlewaretoken]");
  if (fresh) form.elements.csrfmiddlewaretoken.value = fresh.value;
  form.submit();
});

/* The header's menus close with Escape, or when something else is pressed. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details.app-switch[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.app-switch[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
