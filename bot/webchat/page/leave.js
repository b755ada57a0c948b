// Leave now: the page is gone before anything else happens, then the server forgets the cookie. The draft is kept.
const TWICE = 1200;

export function startLeaving({ wire, seat, outbox, stop }) {
  const mark = `left:${seat}`;
  let lastEscape = -Infinity;
  let going = false;

  function leave() {
    going = true;
    stop();
    document.body.replaceChildren();
    document.title = "";
    remember();
    // The request outlives the page.
    wire.post("leave", {}, { keepalive: true }).then(forget, () => {});
    location.replace("/away");
  }

  // Without a connection the server cannot be told: then the next page of this browser tells it, before it shows anything.
  function remember() {
    try {
      localStorage.setItem(mark, "1");
    } catch {
      // storage is switched off; the conversation is hidden after half an hour all the same
    }
  }

  function forget() {
    try {
      localStorage.removeItem(mark);
    } catch {
      // as above
    }
  }

  async function finish() {
    let left = null;
    try {
      left = localStorage.getItem(mark);
    } catch {
      // as above
    }
    if (!left) return;
    await wire.post("leave").catch((trouble) => {
      if (trouble.status !== 401) throw trouble;
    });
    forget();
  }

  document.getElementById("leave").addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return (lastEscape = -Infinity);
    if (event.timeStamp - lastEscape < TWICE) leave();
    lastEscape = event.timeStamp;
  });
  addEventListener("beforeunload", (event) => {
    if (!going && outbox.unsent.length) event.preventDefault();
  });
  // A page that comes back out of the browser's memory is asked for again.
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  return { finish };
}
