/* Ticks the clock of a running meeting. Without it the page shows the time as it was when it came.
   The server says how many seconds were spent by then; only what has passed since is counted here, so that the clock of
   this machine may be wrong. Words are the page's own, with # for the number. */

const MINUTE = 60;
const passed = (element) => (Date.now() - (element.cameAt ??= Date.now())) / 1000; // seconds since it came
const words = (pattern, number) => pattern.replace("#", number);
const say = (scope, selector, text) =>
  scope.querySelectorAll(selector).forEach((element) => {
    if (element.textContent !== text) element.textContent = text;
  });
const london = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });

function timeOf(timer) {
  const spent = Math.floor(Number(timer.dataset.spent) + passed(timer));
  return { spent, left: Number(timer.dataset.allowed) - spent };
}

function tickItem(timer) {
  const { spent, left } = timeOf(timer);
  const over = Math.floor(-left / MINUTE);
  const { left: ofLeft, over: ofOver, up } = timer.dataset;
  say(timer, "[data-timer-spent]", `${Math.floor(spent / MINUTE)}:${String(spent % MINUTE).padStart(2, "0")}`);
  say(document, "[data-timer-left]", left > 0 ? words(ofLeft, Math.ceil(left / MINUTE)) : over > 0 ? words(ofOver, over) : up);
  drawBar(timer, spent, left);
  if (left <= 0 && !timer.classList.contains("app-timer--over")) timeIsUp(timer);
}

function drawBar(timer, spent, left) {
  const allowed = spent + left;
  const used = (100 * Math.min(spent, allowed)) / Math.max(spent, allowed, 1);
  timer.querySelector(".app-timer__used").setAttribute("width", Math.max(used, 0));
  timer.querySelector(".app-timer__over").setAttribute("x", used);
  timer.querySelector(".app-timer__over").setAttribute("width", Math.max(left < 0 ? 100 - used : 0, 0));
}

/* Said once, to who does not look. */
function timeIsUp(timer) {
  timer.classList.add("app-timer--over");
  timer.querySelectorAll("[data-timer-when-over]").forEach((offer) => (offer.hidden = false));
  const said = timer.querySelector("[data-timer-says]");
  said.textContent = said.dataset.timerSays;
}

/* Where the meeting has gone on from the item of this page, its clock stands no more for what is on now. */
function isOnNow(timer) {
  const now = document.querySelector("#agenda [aria-current]");
  return now?.dataset.item === timer.dataset.of;
}

function tickDay(day, timer) {
  const now = Number(day.dataset.now) + passed(day);
  const left = timer ? timeOf(timer).left : Number(day.dataset.left) - passed(day);
  const end = now + Math.max(0, left) + Number(day.dataset.rest);
  const late = Math.round((end - Number(day.dataset.ends)) / MINUTE);
  const { late: many, lateOne, early: manyEarly, earlyOne, onTime } = day.dataset;
  say(day, "[data-day-now]", london.format(now * 1000));
  say(day, "[data-day-end]", london.format(end * 1000));
  if (late > 0) say(day, "[data-day-late]", late === 1 ? lateOne : words(many, late));
  else if (late < 0) say(day, "[data-day-late]", late === -1 ? earlyOne : words(manyEarly, -late));
  else say(day, "[data-day-late]", onTime);
}

/* Looked up each time: a part of the page may have been swapped for a newer one. */
function tick() {
  const timer = document.querySelector("[data-timer]");
  if (timer && !isOnNow(timer)) return timer.remove();
  const day = document.querySelector("[data-day]");
  if (timer) tickItem(timer);
  if (day) tickDay(day, timer);
}

tick();
setInterval(tick, 1000);
