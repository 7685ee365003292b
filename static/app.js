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
  if (!isUnsaved(field) || "spill" in field.dataset) forget([key]);
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
  const saved = field.defaultValue;
  field.value = text;
  const shown = note("kept", field);
  shown.querySelector("[data-undo]").addEventListener("click", () => use(field, saved, shown));
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
  field.dispatchEvent(new Event("input", { bubbles: true }));
  shown.remove();
  field.focus();
}

/* A text that carries a marking above OFFICIAL-SENSITIVE: no copy of it stays, under no edition. */
function forgetRefused(scope) {
  scope.querySelectorAll("[data-forget]").forEach((field) => {
    forget(keptUnder(field.dataset.forget.replace(/[^:]*$/, "")));
  });
}

/* Half-typed records --------------------------------------------------------------------------------------------------
   An element with data-draft="person:thing" holds fields that a button of their own records, and nothing else saves. They
   are kept as unsaved text is, until the page after that button says "recorded=thing" in its address. */
const drafts = (scope) => [...scope.querySelectorAll("[data-draft]")];
const fieldsOf = (draft) => [...draft.querySelectorAll(":is(input, select, textarea)[name]")];
const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
const typedIn = (field) => (isTicked(field) ? field.checked : field.value);

function cameIn(field) {
  if (isTicked(field)) return field.defaultChecked;
  if (!field.options) return field.defaultValue;
  return [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0].value;
}

const isBegun = (draft) => "unsaved" in draft.dataset || fieldsOf(draft).some((field) => typedIn(field) !== cameIn(field));

function keepDraft(draft, sent = false) {
  const key = PREFIX + draft.dataset.draft;
  const typed = fieldsOf(draft).map((field) => [field.id, typedIn(field)]);
  if (!isBegun(draft) || "spill" in draft.dataset) forget([key]);
  else sessionStorage.setItem(key, JSON.stringify({ typed, sent }));
}

function restoreDraft(draft) {
  const kept = JSON.parse(sessionStorage.getItem(PREFIX + draft.dataset.draft));
  if (kept && !("unsaved" in draft.dataset || "spill" in draft.dataset)) {
    kept.typed.forEach(([id, value]) => fillIn(document.getElementById(id), value));
    draft.open = true;
    const shown = note("kept-draft", draft);
    shown.querySelector("[data-undo]").addEventListener("click", () => {
      fieldsOf(draft).forEach((field) => fillIn(field, cameIn(field)));
      shown.remove();
      draft.open = true;
      fieldsOf(draft)[0].focus();
      keepDraft(draft);
    });
  }
  keepDraft(draft);
}

function fillIn(field, value) {
  if (!field) return;
  if (isTicked(field)) field.checked = value;
  else field.value = value;
  field.dispatchEvent(new Event("keyup")); // for whatever counts its characters
}

function forgetRecorded() {
  const address = new URL(location);
  const recorded = address.searchParams.get("recorded");
  if (!recorded) return;
  const key = `${PREFIX}${person}:${recorded}`;
  if (JSON.parse(sessionStorage.getItem(key))?.sent) forget([key]);
  address.searchParams.delete("recorded"); // or the next one would count as recorded when the page is loaded again
  history.replaceState(null, "", address);
}

let leaving = false; // a form was sent: what is unsaved is on its way
document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-keep]")) keep(event.target);
  const draft = event.target.closest("[data-draft]");
  if (draft) keepDraft(draft);
});
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return; // htmx sends it
  leaving = true;
  fields(event.target).forEach(markSent);
  const sends = event.submitter?.closest("[data-draft]");
  if (sends) keepDraft(sends, true);
  if (event.target.matches("[data-sign-out]")) forget(keptUnder(""));
});
window.addEventListener("pageshow", () => (leaving = false));
window.addEventListener("beforeunload", (event) => {
  if (!leaving && (fields(document).some(isUnsaved) || drafts(document).some(isBegun))) event.preventDefault();
});

/* Another person in the same tab sees nothing of the one before. */
const person = document.body.dataset.user;
if (person) forget(keptUnder("").filter((key) => !key.startsWith(`${PREFIX}${person}:`)));
forgetRefused(document);
forgetRecorded();
fields(document).forEach(restore);
drafts(document).forEach(restoreDraft);

/* Parts of a page that are swapped by htmx --------------------------------------------------------------------------- */
document.addEventListener("htmx:load", (event) => {
  if (event.target === document.body) return;
  initAll({ scope: event.target });
  forgetRefused(event.target);
  fields(event.target).forEach(restore);
});

/* A page of nobody, or of somebody else, in answer to a part: the session is over. What is on the page must stay. */
const isWholePage = (text) => /^\s*<!doctype/i.test(text);
const isMine = (text) => !isWholePage(text) || read(text).body.dataset.user === person;
const read = (text) => new DOMParser().parseFromString(text, "text/html");

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (xhr.status === 204) return; // nothing new
  if (!isMine(xhr.responseText)) {
    event.detail.shouldSwap = false;
    signedOut();
  } else if (target.matches("[data-beside]")) event.detail.shouldSwap = followsBeside(read(xhr.responseText), target);
});
document.addEventListener("htmx:sendError", networkGone);
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) networkBack();
});

function onceAbove(name) {
  if (document.querySelector(`[data-note="${name}"]`)) return null;
  const shown = note(name, document.getElementById("main").firstElementChild);
  shown.dataset.note = name;
  return shown;
}

/* Without a request of the person's own for half an hour the session is over. A minute before, this page says so; the
   next key or click goes on, and what is typed stays where it is. Polls do not count, here as on the server. */
const IDLE = Number(document.body.dataset.idle); // seconds
const WARNED_FOR = 60;
const AGAIN = 5000; // milliseconds, until something that did not work is tried again
const tabs = new BroadcastChannel("papg"); // what one tab does keeps the session of all
let idleClock;

tabs.addEventListener("message", ({ data }) => {
  if (data === person) setIdleClock();
});

function startIdleClock() {
  setIdleClock();
  if (person) tabs.postMessage(person);
}

function setIdleClock() {
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
  signedOut();
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
  if (event.detail.successful && !background && isMine(event.detail.xhr.responseText)) startIdleClock();
});
startIdleClock();

/* Signed out, which is said above. Whoever signs in again in another tab goes on here: the same person, with the token
   of the new session in every form. For anybody else the page stays as it is. */
const isSignedOut = () => document.querySelector("[data-note=signed-out]");
let waitsToComeBack;

function signedOut() {
  onceAbove("signed-out");
  clearTimeout(waitsToComeBack);
  waitsToComeBack = setTimeout(comeBack, AGAIN);
}

async function comeBack() {
  if (!isSignedOut()) return;
  const page = await fetch(document.body.dataset.goOn, { headers: { "X-Background": "1" } }).catch(() => null);
  const there = page && read(await page.text());
  const token = there?.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (there?.body.dataset.user !== person || !token) return signedOut();
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = token));
  isSignedOut().remove();
  startIdleClock();
  saveAll();
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) comeBack();
  else if (!leaving) saveAll();
});

/* The network is gone, which is said above with the time since when; each form tries again by itself. */
const isNetworkGone = () => document.querySelector("[data-note=offline], [data-note=stands-still]");
let confirmedAt = new Date();

function networkGone() {
  const shown = onceAbove(document.querySelector("form[data-autosave]") ? "offline" : "stands-still");
  if (shown) shown.querySelector("time").textContent = confirmedAt.toLocaleTimeString("en-GB", { timeStyle: "short" });
}

/* Asked when a button waits for the network and nothing is to be saved. */
async function isNetworkBack() {
  const answer = await fetch(document.body.dataset.goOn, { headers: { "X-Background": "1" } }).catch(() => null);
  if (answer) networkBack();
}

function networkBack() {
  confirmedAt = new Date();
  if (!isNetworkGone()) return;
  isNetworkGone().remove();
  saveAll();
}

window.addEventListener("online", saveAll);
document.addEventListener("papg:save", saveAll); // keys.js

/* Autosave -----------------------------------------------------------------------------------------------------------
   A <form data-autosave> is sent as its own button would send it, a moment after its writer stops to think. What was
   typed is saved once the server has said so, and not before: until then it is kept in this tab and sent again. An
   unanswered message is sent again as it was, so that a save that did arrive is no conflict with oneself. */
const PAUSE = 2000; // milliseconds without a key
const AT_MOST = 8000; // since the first key that is not saved
const PATIENCE = 20000; // for an answer

class Autosave {
  constructor(form) {
    this.form = form;
    this.says = document.querySelector("[data-autosaved]");
    this.holds = form.querySelector("[data-conflict]") !== null; // the writer chooses first
    form.addEventListener("input", (event) => {
      if (event.target.matches("textarea[data-keep]")) this.typed();
    });
    form.addEventListener("submit", (event) => this.beforeItGoes(event));
    if (this.isUnsaved()) this.typed();
  }

  isUnsaved() {
    return fields(this.form).some(isUnsaved);
  }

  typed() {
    this.since ??= Date.now();
    this.show("typed");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.max(Math.min(PAUSE, this.since + AT_MOST - Date.now()), 0));
  }

  show(state) {
    this.says?.querySelectorAll("[data-when]").forEach((words) => (words.hidden = words.dataset.when !== state));
  }

  save() {
    clearTimeout(this.timer);
    if (this.holds || isSignedOut() || !(this.unanswered || this.isUnsaved())) return Promise.resolve();
    this.sending ??= this.send().finally(() => (this.sending = null));
    return this.sending;
  }

  message() {
    const body = new FormData(this.form);
    body.set("do", "save");
    return { body, texts: new Map(fields(this.form).map((field) => [field.name, field.value])) };
  }

  async send() {
    this.unanswered ??= this.message();
    this.unanswered.body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    const asked = { method: "POST", body: this.unanswered.body, headers: { "X-Autosave": "1" } };
    try {
      const answer = await fetch(this.form.action, { ...asked, signal: AbortSignal.timeout(PATIENCE) });
      this.hear(answer, await answer.text());
    } catch {
      this.failed();
    }
  }

  /* 409: somebody else saved first; 422: something typed is refused. Any other answer saved nothing. */
  hear(answer, text) {
    if (answer.status >= 500) return this.failed();
    const { texts } = this.unanswered;
    this.unanswered = null;
    if (answer.status === 403 && !this.cameBack) return this.mayComeBack();
    if (answer.redirected || isWholePage(text)) return this.isRefused();
    this.cameBack = false;
    networkBack();
    startIdleClock();
    if (answer.ok) this.allSaved(texts);
    this.take(read(text), texts);
  }

  allSaved(texts) {
    fields(this.form).forEach((field) => {
      if (texts.has(field.name)) isSaved(field, texts.get(field.name), field.dataset.keep);
    });
  }

  failed() {
    networkGone();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), AGAIN);
  }

  /* The session is over, or another one has begun. Refused once more by that one, it is not the session. */
  mayComeBack() {
    this.cameBack = true;
    signedOut();
  }

  isRefused() {
    this.holds = true;
    onceAbove("refused");
  }

  take(told, texts) {
    this.form.querySelectorAll("[data-above]").forEach((earlier) => earlier.remove());
    told.querySelectorAll("[data-edition-field]").forEach((form) => {
      this.form.elements[form.dataset.editionField].value = form.dataset.edition;
    });
    told.querySelectorAll("[data-field]").forEach(({ dataset }) => {
      isSaved(this.form.elements[dataset.field], texts.get(dataset.field), dataset.keep);
    });
    told.querySelectorAll("[data-above]").forEach((words) => this.putAbove(words));
    this.goOn(told.querySelector("[data-said]"));
  }

  putAbove(words) {
    const field = this.form.elements[words.dataset.above];
    field.closest(".govuk-form-group").before(words);
    if (words.querySelector("[data-conflict]")) this.holds = true;
    if ("spill" in words.dataset) field.dataset.spill = "";
    keep(field);
  }

  goOn(said) {
    if (said && this.says) this.says.querySelector("[data-when=saved]").replaceChildren(said);
    this.since = null;
    const refused = this.form.querySelector("[data-above]");
    if (!this.isUnsaved()) this.show("saved");
    else if (!refused) this.typed();
  }

  /* A button saves too, over the edition that the form holds: so it waits for the save that is under way. */
  async beforeItGoes(event) {
    if (event.defaultPrevented || !(this.sending || isNetworkGone())) return;
    event.preventDefault();
    await (this.sending || this.isUnsaved() ? this.save() : isNetworkBack());
    const isNews = this.form.querySelector("[data-above]"); // which the writer has to see first
    if (!isNews && !isNetworkGone()) this.form.requestSubmit(event.submitter);
  }
}

function isSaved(field, text, keptAs) {
  forget([PREFIX + field.dataset.keep]);
  field.defaultValue = text;
  delete field.dataset.unsaved;
  delete field.dataset.spill;
  field.dataset.keep = keptAs;
  keep(field);
}

/* A run page takes from its newest self agenda, room and who else writes, but not from under a finger; without these, it
   is another page: the meeting is over. */
function followsBeside(page, beside) {
  if (!page.querySelector("[data-beside]")) {
    beside.remove();
    onceAbove("closed");
    return false;
  }
  takeOver(page);
  return !document.querySelector(":is(#agenda, #here):focus-within");
}

/* What somebody else saved of the item on this page comes into the fields in which nothing unsaved stands. */
function takeOver(page) {
  const theirs = page.querySelector("form[data-autosave]")?.elements;
  autosaves.forEach(({ form, sending }) => {
    const itemOf = (elements) => elements?.namedItem("item")?.value;
    if (sending || itemOf(theirs) !== itemOf(form.elements)) return;
    takeParagraphs(theirs, form);
    form.querySelectorAll("[name$=edition]").forEach((edition) => {
      const texts = fields(form).filter((field) => field.name.startsWith(edition.name.replace(/edition$/, "")));
      const newest = Number(theirs[edition.name]?.value ?? 0); // an answer may have been overtaken by a save
      if (newest <= Number(edition.value) || texts.some(isUnsaved)) return;
      edition.value = newest;
      texts.forEach((field) => {
        field.value = theirs[field.name].value;
        isSaved(field, field.value, theirs[field.name].dataset.keep);
      });
    });
  });
}

/* A paragraph that somebody else began stands before the one that is still to be begun here. */
function takeParagraphs(theirs, form) {
  const mine = [...form.querySelectorAll(".app-paragraph")].at(-1);
  [...theirs].forEach((edition) => {
    if (!edition.name.endsWith("edition") || !(edition.value > 0) || form.elements.namedItem(edition.name)) return;
    const paragraph = document.adoptNode(edition.closest(".app-paragraph"));
    mine.before(paragraph);
    fields(paragraph).forEach(restore);
  });
}

const autosaves = [...document.querySelectorAll("form[data-autosave]")].map((form) => new Autosave(form));

function saveAll() {
  autosaves.forEach((form) => form.save());
}

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
/* A field that is pressed half under the bar of the run page comes out whole; the keyboard's way there does so by itself. */
document.addEventListener("click", (event) => {
  event.target.closest?.(".app-run textarea")?.scrollIntoView({ block: "nearest" });
});
document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
