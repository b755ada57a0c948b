// The chat page: one conversation of one seat.
import { startComposer } from "/page/composer.js";
import { startLeaving } from "/page/leave.js";
import { Outbox } from "/page/outbox.js";
import { make, showPending, View } from "/page/view.js";
import { Trouble, Wire } from "/page/wire.js";
import { current, speak, word } from "/page/words.js";

const { seat, door } = document.documentElement.dataset;
const find = (id) => document.getElementById(id);
const wire = new Wire(seat);
const outbox = new Outbox(wire);
const view = new View(find("log"), find("newest"), { tap, say: (text) => outbox.add({ text }), edit: (entry) => composer.edit(entry) });
const composer = startComposer({ wire, outbox, view, failed });
const leaving = startLeaving({ wire, seat, outbox, stop });

let next = 0;
let typing = false;
let listening = null; // the poll loop that is in force
let wakePoll = null;
let failures = 0;
let noticeTimer = 0;

// --- the conversation ---------------------------------------------------------------------------------------------

async function open() {
  const start = new URLSearchParams(location.search).get("start");
  const back = location.pathname === "/return" && location.hash.slice(1);
  try {
    await leaving.finish();
    if (back) await wire.post("return", { word: back });
    const opened = await wire.post("open", { start, language: current() });
    // The token has done its work; the address bar and the history need not keep it.
    history.replaceState(null, "", back ? "/" : location.pathname);
    speakAll(opened.resumed ? opened.language : current());
    if (opened.hidden) return gate("hidden");
    enter();
  } catch (trouble) {
    gate(back && trouble.status === 404 ? "spent" : "failed");
  }
}

function enter() {
  find("gate").hidden = true;
  find("chat").hidden = false;
  outbox.now();
  composer.menu();
  listen();
}

async function listen() {
  const mine = (listening = Symbol("poll"));
  while (listening === mine) {
    try {
      const news = await wire.entries(next, typing);
      failures = 0;
      if (listening === mine) take(news);
    } catch (trouble) {
      if (listening === mine) await missed(trouble);
    }
  }
}

function take(news) {
  foot("state");
  if (news.hidden) return gate("hidden");
  for (const entry of news.entries) if (entry.key) outbox.drop(entry.key);
  if (news.entries.length) view.show(news.entries);
  if (news.entries.some((entry) => entry.author === "bot")) foot("tap");
  next = news.next;
  typing = news.typing;
  foot("typing", typing && make("p", { className: "typing", ariaHidden: "true" }, make("i"), make("i"), make("i")));
  if (news.notice) notice(news.notice);
}

async function missed(trouble) {
  if (trouble.status === 401) return gate("gone");
  if (trouble.error === "TimeoutError") return;
  if (failures++) offline(); // one lost poll is no news
  await new Promise((resolve) => {
    wakePoll = resolve;
    setTimeout(resolve, Math.min(1000 * 2 ** failures, 15000));
  });
}

async function tap(entry, button) {
  try {
    await wire.post("tap", { message_id: entry.message_id, data: button.data });
    foot("tap");
    // Staff are asked so about others.
    if (door !== "staff" && tongues.has(button.text)) choose(tongues.get(button.text));
  } catch (trouble) {
    if (trouble.status !== 429) failed(trouble);
    // A tap is never sent again by itself: it may have arrived, and a second one would undo some answers.
    if (trouble.passing) foot("tap", make("p", { className: "line", textContent: word("tapLost", { button: button.text }) }));
  }
}

// --- small lines under the conversation ---------------------------------------------------------------------------

function foot(name, node) {
  const old = view.foot.querySelector(`[data-line="${name}"]`);
  if (!node) return old?.remove();
  node.dataset.line = name;
  if (old) old.replaceWith(node);
  else view.foot.append(node);
  if (view.stuck) view.toEnd();
}

function notice(text) {
  clearTimeout(noticeTimer);
  foot("notice", make("p", { className: "line", textContent: text }));
  noticeTimer = setTimeout(() => foot("notice"), 8000);
}

function offline() {
  if (view.foot.querySelector('[data-line="state"]')) return;
  const retry = make("button", { type: "button", className: "plain", textContent: word("retry") });
  retry.addEventListener("click", again);
  foot("state", make("div", { className: "line" }, make("p", { textContent: word("offline") }), retry));
}

function again() {
  foot("state");
  wakePoll?.();
  outbox.now();
}

// What went wrong with something that the person did just now.
function failed(trouble) {
  if (!(trouble instanceof Trouble)) throw trouble;
  if (trouble.status === 423) gate("hidden");
  else if (trouble.status === 401) gate("gone");
  else if (trouble.status === 429) notice(word("slow"));
  else if (trouble.passing) offline();
  else notice(word("refused"));
}

// --- hidden, closed, or unreachable -------------------------------------------------------------------------------

function stop() {
  listening = null;
  wire.poll?.abort();
  outbox.hold();
}

function gate(kind) {
  stop();
  view.clear();
  next = 0;
  find("chat").hidden = true;
  find("gate").dataset.kind = kind;
  find("gate").hidden = false;
  speakGate();
  find("gate").focus();
}

function speakGate() {
  const { kind } = find("gate").dataset;
  if (!kind) return;
  find("gate-title").textContent = word(`${kind}Title`);
  find("gate-text").textContent = word(`${kind}Text`);
  find("resume").textContent = word(kind === "failed" ? "again" : "resume");
  find("resume").hidden = kind === "gone";
  find("fresh").hidden = kind === "failed" || kind === "spent";
}

async function resume() {
  const { kind } = find("gate").dataset;
  if (kind === "spent") return location.replace("/");
  if (kind === "failed") return open();
  try {
    await wire.post("resume");
    enter();
  } catch (trouble) {
    gate(trouble.status === 401 ? "gone" : "failed");
  }
}

async function fresh() {
  outbox.items = [];
  await wire.post("leave").catch(() => {});
  open();
}

function speakAll(language) {
  speak(language);
  const touch = matchMedia("(pointer: coarse)").matches;
  find("intro").textContent = word(door === "staff" ? "introStaff" : touch ? "introTouch" : "intro");
  composer.hint();
  view.redraw();
  speakGate();
}

function choose(language) {
  speakAll(language);
  composer.menu();
  wire.post("here", { language }).catch(() => {});
}

// Who answers "Español" in the conversation needs "Leave now" in Spanish too.
const tongues = new Map(
  [...document.querySelectorAll("[data-language]")].map((node) => [node.getAttribute("aria-label"), node.dataset.language]),
);
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => choose(button.dataset.language));
}
find("resume").addEventListener("click", resume);
find("fresh").addEventListener("click", fresh);
outbox.addEventListener("change", () => showPending(view, outbox, { giveBack: composer.giveBack }));
outbox.addEventListener("progress", ({ detail }) => {
  const bar = view.pending.querySelector(`[data-key="${detail.key}"] progress`);
  if (bar) bar.value = detail.progress;
});
outbox.addEventListener("trouble", ({ detail }) => (detail.status === 413 || detail.status === 400 ? null : failed(detail)));
addEventListener("online", again);

speakAll(current());
open();
