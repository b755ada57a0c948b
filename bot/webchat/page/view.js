// Draws the conversation. Each entry is one element that is replaced in place when it changes.
import { link, rich } from "/page/rich.js";
import { clockTime, day, size, word } from "/page/words.js";

const HISTORY = 20; // more messages than this at once are no news
const PICTURES = new Set(["image/jpeg", "image/png", "image/gif", "image/webp"]);

export function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

export class View {
  constructor(log, newest, on) {
    Object.assign(this, { log, newest, on, entries: new Map() });
    this.pending = make("div", { className: "pending" });
    this.foot = make("div", { className: "foot" });
    this.log.append(this.pending, this.foot);
    newest.addEventListener("click", () => this.toEnd());
    // A picture or a keyboard on the screen changes the height: stay at the end until somebody scrolls up.
    this.stuck = true;
    this.awaiting = false; // a button was pressed: what the bot says next is looked at, wherever the screen stands
    this.last = 0;
    this.log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(log);
  }

  show(entries) {
    const history = !this.entries.size || entries.length > HISTORY;
    const fresh = entries.filter((entry) => !this.entries.has(entry.message_id) && entry.author === "bot" && !entry.deleted);
    for (const entry of entries) this.#place(entry);
    this.#days();
    if (this.stuck || (this.awaiting && fresh.length)) this.#toNews(history ? fresh.at(-1) : fresh[0]);
    else if (fresh.length) this.newest.hidden = false;
    if (fresh.length) this.awaiting = false;
  }

  clear() {
    for (const node of this.log.querySelectorAll(".said, .day")) node.remove();
    this.entries.clear();
    this.pending.replaceChildren();
    this.foot.replaceChildren();
  }

  redraw() {
    const entries = [...this.entries.values()];
    for (const entry of entries) this.#place(entry);
    for (const node of this.log.querySelectorAll(".day")) node.remove();
    this.#days();
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.stuck = true;
    this.newest.hidden = true;
  }

  // To the end, but not past the first words of something new that is longer than the screen.
  #toNews(entry) {
    this.toEnd();
    const node = entry && document.getElementById(`m${entry.message_id}`);
    if (!node) return;
    const above = this.log.getBoundingClientRect().top + 12 - node.getBoundingClientRect().top;
    if (above <= 0) return;
    this.log.scrollTop -= above;
    this.last = this.log.scrollTop;
    this.stuck = false;
  }

  #scrolled() {
    if (this.#atEnd()) {
      this.stuck = true;
      this.newest.hidden = true;
    } else if (this.log.scrollTop < this.last) {
      this.stuck = false;
    }
    this.last = this.log.scrollTop;
  }

  #atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
  }

  #place(entry) {
    const old = document.getElementById(`m${entry.message_id}`);
    const focused = old?.contains(document.activeElement);
    this.entries.set(entry.message_id, entry);
    // The command that opened the page was not written by anybody.
    if (entry.deleted || (entry.author === "person" && entry.text === "/start")) return old?.remove();
    const node = this.#said(entry);
    if (old) old.replaceWith(node);
    else this.log.insertBefore(node, this.#after(entry.message_id));
    if (focused) (node.querySelector(".keys button, .keys a") ?? node).focus({ preventScroll: true });
  }

  #after(messageId) {
    return [...this.log.querySelectorAll(".said[id]")].find((node) => Number(node.id.slice(1)) > messageId) ?? this.pending;
  }

  #said(entry) {
    const node = make("article", { className: `said ${entry.author}`, id: `m${entry.message_id}`, tabIndex: -1 });
    node.dataset.at = entry.at;
    const bubble = make("div", { className: "bubble" }, make("span", { className: "unseen", textContent: `${word(entry.author === "bot" ? "bot" : "you")}: ` }));
    if (entry.file) bubble.append(this.#file(entry));
    if (entry.text) bubble.append(make("p", { className: "text", dir: "auto" }, rich(entry.text, entry.entities, entry.author === "bot" && this.on.say)));
    if (entry.protected) node.classList.add("protected");
    node.append(bubble);
    if (entry.buttons.length) node.append(this.#keys(entry));
    node.append(this.#meta(entry));
    return node;
  }

  #meta(entry) {
    const meta = make("div", { className: "meta" }, make("time", { dateTime: entry.at, textContent: clockTime(entry.at) }));
    // What the bot changes of its own, such as the answer that was chosen, speaks for itself.
    if (entry.edited && entry.author === "person") meta.append(make("span", { textContent: word("edited") }));
    if (entry.protected) meta.append(make("span", { textContent: word("protected") }));
    if (entry.author === "person" && entry.text && !entry.text.startsWith("/")) {
      const label = word("editThis", { text: entry.text.slice(0, 40) });
      const edit = make("button", { type: "button", className: "quiet", textContent: word("edit"), ariaLabel: label });
      edit.addEventListener("click", () => this.on.edit(entry));
      meta.append(edit);
    }
    return meta;
  }

  #keys(entry) {
    const keys = make("div", { className: "keys" });
    keys.setAttribute("role", "group");
    keys.setAttribute("aria-label", word("answers"));
    for (const row of entry.buttons) {
      keys.append(make("div", { className: "keyrow" }, ...row.map((button) => this.#key(entry, button))));
    }
    return keys;
  }

  #key(entry, button) {
    if (button.url) return Object.assign(link(button.url), { className: "key", textContent: button.text });
    const node = make("button", { type: "button", className: `key ${button.style ?? ""}`, textContent: button.text });
    node.addEventListener("click", async () => {
      if (node.dataset.busy) return;
      node.dataset.busy = "1"; // an impatient second tap is not a second answer
      node.classList.add("pressed");
      this.awaiting = true;
      await this.on.tap(entry, button);
      setTimeout(() => (delete node.dataset.busy, node.classList.remove("pressed")), 1200);
    });
    return node;
  }

  #file(entry) {
    const { name, mime, url } = entry.file;
    const about = make("span", { className: "about" }, make("bdi", { textContent: name }), make("small", { textContent: size(entry.file.size) }));
    const box = make("div", { className: "file" });
    if (PICTURES.has(mime)) {
      const picture = make("img", { src: url, alt: word("image", { name }), loading: "lazy", decoding: "async" });
      picture.addEventListener("load", () => this.stuck && this.toEnd());
      box.append(picture);
    }
    box.append(make("a", { href: url, download: name, className: "download", title: word("download") }, about));
    return box;
  }

  // A line between two days, for a complaint takes longer than one.
  #days() {
    for (const node of this.log.querySelectorAll(".day")) node.remove();
    let last = "";
    for (const node of this.log.querySelectorAll(".said[id]")) {
      const its = day(node.dataset.at);
      if (its !== last && last) node.before(make("p", { className: "day", textContent: its }));
      last = its;
    }
  }
}

// Messages on their way, below the conversation.
export function showPending(view, outbox, on) {
  view.pending.replaceChildren(...outbox.items.map((item) => pendingItem(item, on)));
  view.stuck && view.toEnd();
}

function pendingItem(item, on) {
  const node = make("div", { className: `said person ${item.state}` });
  node.dataset.key = item.key;
  const bubble = make("div", { className: "bubble" });
  if (item.file) {
    const box = make("div", { className: "file" }, make("bdi", { textContent: item.file.name }));
    const label = word("progress", { name: item.file.name });
    if (item.state !== "failed") box.append(make("progress", { max: 1, value: item.progress, ariaLabel: label }));
    bubble.append(box);
  }
  const text = item.text ?? item.caption;
  if (text) bubble.append(make("p", { className: "text", dir: "auto", textContent: text }));
  node.append(bubble, pendingMeta(item, on));
  return node;
}

function pendingMeta(item, on) {
  const meta = make("div", { className: "meta" });
  if (item.state === "failed") {
    const name = item.file?.name ?? "";
    const known = { too_large: "tooLarge", empty_file: "emptyFile" }[item.error];
    meta.append(make("span", { className: "why", textContent: word(known ?? "refused", { name }) }));
    const label = item.text ? "back" : "removeShort";
    const button = make("button", { type: "button", className: "quiet", textContent: word(label) });
    button.addEventListener("click", () => on.giveBack(item));
    meta.append(button);
  } else {
    meta.append(make("span", { textContent: word(item.state === "waiting" ? "unsent" : "sending") }));
  }
  return meta;
}
