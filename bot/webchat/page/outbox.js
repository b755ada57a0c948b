// What is on its way: sent one after the other, kept in memory until the server has it. A key names each one, so that
// a repeat after a lost answer is not a second message.
import { Trouble } from "/page/wire.js";

const PAUSES = [1, 2, 4, 8, 15];

export class Outbox extends EventTarget {
  constructor(wire) {
    super();
    this.wire = wire;
    this.items = [];
    this.held = false; // while the conversation is hidden
    this.running = false;
    this.wake = null;
    this.failures = 0;
  }

  add(item) {
    this.items.push({ key: crypto.randomUUID(), state: "sending", progress: 0, ...item });
    this.#changed();
    this.run();
  }

  get unsent() {
    return this.items.filter((item) => item.state !== "sent");
  }

  drop(key) {
    this.items = this.items.filter((item) => item.key !== key);
    this.#changed();
  }

  hold() {
    this.held = true;
  }

  now() {
    this.held = false;
    this.failures = 0;
    this.wake?.();
    this.run();
  }

  async run() {
    if (this.running) return;
    this.running = true;
    let item;
    while (!this.held && (item = this.items.find((each) => each.state === "sending" || each.state === "waiting"))) await this.#send(item);
    this.running = false;
  }

  async #send(item) {
    try {
      item.state = "sending";
      this.#changed();
      if (item.file) await this.wire.upload(item, (share) => this.#progress(item, share));
      else await this.wire.post("say", { text: item.text, key: item.key });
      this.failures = 0;
      item.state = "sent"; // it stays in sight until the conversation shows it, and is dropped then
    } catch (trouble) {
      await this.#failed(item, trouble instanceof Trouble ? trouble : new Trouble(0));
    }
    this.#changed();
  }

  async #failed(item, trouble) {
    item.state = trouble.passing || trouble.status === 423 ? "waiting" : "failed";
    item.error = trouble.error;
    if (trouble.status === 423 || trouble.status === 401) this.hold();
    this.#changed();
    this.dispatchEvent(new CustomEvent("trouble", { detail: trouble }));
    if (!trouble.passing) return;
    const pause = trouble.after || PAUSES[Math.min(this.failures++, PAUSES.length - 1)];
    await new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, pause * 1000);
    });
  }

  #progress(item, share) {
    item.progress = share;
    this.dispatchEvent(new CustomEvent("progress", { detail: item }));
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
