// The demo page: the seats side by side, the office's clock, and the way to the next day.
import { make } from "/page/view.js";

const NAMES = { resident: "Resident", intake: "Intake officer", investigator: "Investigator", supervisor: "Supervisor" };
const REFRESH = 20_000;
const find = (id) => document.getElementById(id);

// The office's own time, whatever the zone of this computer: the digits as they were sent.
function officeTime(iso) {
  const long = matchMedia("(width >= 700px)").matches ? "long" : "short";
  const shape = { weekday: long, month: long, day: "numeric", hour: "numeric", minute: "2-digit", timeZone: "UTC" };
  return new Intl.DateTimeFormat("en", shape).format(new Date(`${iso.slice(0, 19)}Z`));
}

function address(seat, start) {
  const path = seat === "resident" ? "/" : `/staff/${seat}`;
  return start ? `${path}?start=${encodeURIComponent(start)}` : path;
}

function titleOf(seat) {
  return NAMES[seat] ?? seat[0].toUpperCase() + seat.slice(1);
}

// With several offices: by which door the resident comes, and whose staff is shown.
function enter(offices, seats) {
  const door = find("door");
  door.replaceChildren(
    make("option", { value: "", textContent: "Without a link: be guided" }),
    ...Object.entries(offices).map(([id, office]) => make("option", { value: id, textContent: office.name })),
  );
  const staff = find("staff");
  staff.replaceChildren(...Object.entries(offices).map(([id, office]) => make("option", { value: id, textContent: office.name })));
  const show = () => {
    const office = offices[staff.value];
    build({ resident: door.value, ...Object.fromEntries(Object.keys(office.seats).map((seat) => [seat, seats[seat]])) }, office);
  };
  door.addEventListener("change", () => {
    if (door.value) staff.value = door.value;
    show();
  });
  staff.addEventListener("change", show);
  find("entrance").hidden = false;
  show();
}

function build(seats, office) {
  const all = { resident: "", ...seats };
  const title = (seat) => titleOf(office?.seats[seat] ?? seat);
  find("seats").replaceChildren(...Object.entries(all).map(([seat, start]) => {
    const frame = make("iframe", { src: address(seat, start), title: title(seat) });
    const section = make("section", { className: "seat", id: `seat-${seat}` }, make("h2", { textContent: title(seat) }), frame);
    section.setAttribute("role", "tabpanel");
    section.setAttribute("aria-label", title(seat));
    return section;
  }));
  find("tabs").replaceChildren(...Object.keys(all).map((seat) => {
    const tab = make("button", { type: "button", textContent: title(seat), id: `tab-${seat}` });
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", `seat-${seat}`);
    tab.addEventListener("click", () => choose(seat));
    return tab;
  }));
  choose("resident");
}

function choose(seat) {
  for (const section of document.querySelectorAll(".seat")) section.classList.toggle("aside", section.id !== `seat-${seat}`);
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const chosen = tab.id === `tab-${seat}`;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  }
}

function step(event) {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const tab = tabs[(tabs.indexOf(event.target) + by + tabs.length) % tabs.length];
  tab.focus();
  tab.click();
}

function showTime(iso) {
  const text = officeTime(iso);
  if (find("now").textContent !== text) find("now").textContent = text;
  find("now").dateTime = iso;
}

async function ask(path, options) {
  try {
    const response = await fetch(path, options);
    if (!response.ok) throw new Error(response.status);
    find("trouble").textContent = "";
    return await response.json();
  } catch {
    find("trouble").textContent = "The demo does not answer right now.";
    return null;
  }
}

async function nextDay() {
  find("next-day").disabled = true;
  const state = await ask("/demo/next-day", { method: "POST", headers: { "X-Redress": "1" } });
  if (state) showTime(state.now);
  find("next-day").disabled = false;
  find("next-day").focus();
}

async function refresh() {
  const state = await ask("/demo/state");
  if (state) showTime(state.now);
  return state;
}

find("next-day").addEventListener("click", nextDay);
find("tabs").addEventListener("keydown", step);
setInterval(refresh, REFRESH);
const state = await refresh();
if (state?.offices) enter(state.offices, state.seats);
else if (state) build(state.seats);
