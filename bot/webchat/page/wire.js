// The only place that talks to the server.
const POLL_SECONDS = 25;

export class Trouble extends Error {
  constructor(status, error = "", after = 0) {
    super(error || String(status));
    Object.assign(this, { status, error, after });
  }

  // No connection, or a server that has a bad moment: worth trying again.
  get passing() {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }
}

export class Wire {
  constructor(seat) {
    this.base = `/chat/${seat}/`;
    this.poll = null;
  }

  post(path, body = {}, options = {}) {
    const headers = { "Content-Type": "application/json", "X-Redress": "1" };
    return this.#ask(path, { method: "POST", headers, body: JSON.stringify(body), ...options });
  }

  commands(language) {
    return this.#ask(`commands?language=${language}`);
  }

  entries(after, typing) {
    this.poll = new AbortController();
    const wait = after ? POLL_SECONDS : 0;
    const signal = AbortSignal.any([this.poll.signal, AbortSignal.timeout((POLL_SECONDS + 15) * 1000)]);
    return this.#ask(`entries?after=${after}&wait=${wait}&typing=${typing ? 1 : 0}`, { signal });
  }

  // fetch cannot say how far an upload is, XMLHttpRequest can.
  upload(item, progress) {
    return new Promise((resolve, reject) => {
      const form = new FormData();
      for (const name of ["key", "caption", "group"]) if (item[name]) form.append(name, item[name]);
      form.append("file", item.file, item.file.name);
      const request = new XMLHttpRequest();
      request.open("POST", `${this.base}file`);
      request.setRequestHeader("X-Redress", "1");
      request.responseType = "json";
      request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
      request.onerror = () => reject(new Trouble(0));
      request.onload = () => {
        if (request.status < 300) return resolve(request.response);
        reject(new Trouble(request.status, request.response?.error, Number(request.getResponseHeader("Retry-After"))));
      };
      request.send(form);
    });
  }

  async #ask(path, options) {
    let response;
    try {
      response = await fetch(this.base + path, options);
    } catch (error) {
      throw new Trouble(0, error.name);
    }
    const body = await response.json().catch(() => ({}));
    if (!response.ok) throw new Trouble(response.status, body.error, Number(response.headers.get("Retry-After")));
    return body;
  }
}
