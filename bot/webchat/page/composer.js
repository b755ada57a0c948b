// The box at the bottom: text that grows, files that wait to be sent, changing a message, the bot's menu.
import { make } from "/page/view.js";
import { LIMIT, split } from "/page/split.js";
import { current, size, word } from "/page/words.js";

const CAPTION = 1024;
const MAXIMUM = 50 * 1024 * 1024;
const HERE_EVERY = 4 * 60 * 1000;
const find = (id) => document.getElementById(id);

export function startComposer({ wire, outbox, view, failed }) {
  const draft = find("draft");
  const coarse = matchMedia("(pointer: coarse)").matches; // on a phone Enter makes a new line
  let chosen = [];
  let editing = null;
  let lastHere = Date.now();

  function grow() {
    draft.parentElement.classList.toggle("tall", draft.value.length > 60 || draft.value.includes("\n"));
    draft.style.height = "auto";
    draft.style.height = `${draft.scrollHeight + 2}px`;
  }

  function hint() {
    const parts = split(draft.value).length;
    draft.placeholder = word("placeholder");
    find("hint").textContent = parts > 1 ? word("hintSplit", { n: parts }) : coarse ? "" : word("hintKeys");
    tray();
  }

  function fill(text) {
    draft.value = text;
    grow();
    hint();
  }

  function send() {
    const text = draft.value.trim();
    if (editing) return change(text);
    if (!text && !chosen.length) return draft.focus();
    const caption = chosen.length && text.length <= CAPTION ? text : "";
    if (text && !caption) for (const part of split(text)) outbox.add({ text: part });
    const group = chosen.length > 1 ? crypto.randomUUID() : "";
    chosen.forEach((file, index) => outbox.add({ file, group, caption: index ? "" : caption }));
    chosen = [];
    fill("");
    view.toEnd();
    draft.focus();
  }

  // --- changing a message ----------------------------------------------------------------------------------------

  function edit(entry) {
    editing = entry;
    find("editing").hidden = false;
    fill(entry.text);
    draft.focus();
  }

  function stopEditing() {
    editing = null;
    find("editing").hidden = true;
    fill("");
  }

  async function change(text) {
    if (!text || text.length > LIMIT) return;
    try {
      await wire.post("edit", { message_id: editing.message_id, text });
      stopEditing();
    } catch (trouble) {
      failed(trouble); // the text stays in the box
    }
  }

  // --- files -----------------------------------------------------------------------------------------------------

  function choose(files) {
    for (const file of files) {
      if (file.size > MAXIMUM) outbox.add({ file: { name: file.name }, state: "failed", error: "too_large" });
      else if (!file.size) outbox.add({ file: { name: file.name }, state: "failed", error: "empty_file" });
      else chosen.push(file);
    }
    find("files").value = "";
    tray();
    draft.focus();
  }

  function tray() {
    const list = find("tray");
    list.hidden = !chosen.length;
    list.replaceChildren(...chosen.map((file) => {
      const remove = make("button", { type: "button", className: "remove", ariaLabel: word("remove", { name: file.name }), textContent: "×" });
      remove.addEventListener("click", () => {
        chosen = chosen.filter((each) => each !== file);
        tray();
        draft.focus();
      });
      return make("li", {}, make("bdi", { textContent: file.name }), make("small", { textContent: size(file.size) }), remove);
    }));
  }

  // --- the bot's menu --------------------------------------------------------------------------------------------

  async function menu() {
    const { commands } = await wire.commands(current()).catch(() => ({ commands: [] }));
    find("open-menu").hidden = !commands.length;
    find("menu").replaceChildren(...commands.map(({ command, description }) => {
      const button = make("button", { type: "button", textContent: description });
      button.addEventListener("click", () => {
        toggleMenu(false);
        outbox.add({ text: `/${command}` });
      });
      return make("li", {}, button);
    }));
  }

  function toggleMenu(open) {
    find("menu").hidden = !open;
    find("open-menu").setAttribute("aria-expanded", String(open));
    if (open) find("menu").querySelector("button")?.focus();
    else find("open-menu").focus();
  }

  // --- listening -------------------------------------------------------------------------------------------------

  draft.addEventListener("input", () => {
    grow();
    hint();
    // Somebody who writes for long is still there, though nothing was sent.
    if (Date.now() - lastHere > HERE_EVERY) {
      lastHere = Date.now();
      wire.post("here").catch(() => {});
    }
  });
  draft.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || coarse) return;
    event.preventDefault();
    send();
  });
  draft.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    choose(event.clipboardData.files);
  });
  find("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  find("choose").addEventListener("click", () => find("files").click());
  find("files").addEventListener("change", (event) => choose([...event.target.files]));
  find("stop-editing").addEventListener("click", stopEditing);
  find("open-menu").addEventListener("click", () => toggleMenu(find("menu").hidden));
  find("menu").addEventListener("keydown", (event) => event.key === "Escape" && toggleMenu(false));

  const log = find("log");
  log.addEventListener("dragover", (event) => event.preventDefault());
  log.addEventListener("drop", (event) => {
    event.preventDefault();
    choose(event.dataTransfer.files);
  });

  function giveBack(item) {
    outbox.drop(item.key);
    if (item.text) fill([item.text, draft.value].filter(Boolean).join("\n\n"));
    draft.focus();
  }

  return { edit, hint, menu, giveBack };
}
