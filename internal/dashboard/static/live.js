// Keeps a page up to date: when the world has a new request, the parts of the
// page that are marked as live are taken anew from the server, which draws them.
// It also asks before a form does what cannot be undone.
"use strict";

// last is the newest request that the page knows of, and page is where it is to be
// had: a form that was refused is at its own address.
let { events, last, page } = document.currentScript.dataset;
const pause = 300; // between two looks at the page, in ms
const line = document.getElementById("live");
let stream, waiting, polling, looking;

async function look() {
  looking = true;
  try {
    const answer = await fetch(page, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) {
      draw(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
  } catch {
    // the server is away; the stream says when it is back
  } finally {
    looking = false;
  }
  poll();
}

function draw(fresh) {
  const focused = document.activeElement.id;
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(part.id);
    if (!now || now.innerHTML === part.innerHTML) continue;
    for (const row of now.querySelectorAll(".request")) {
      row.classList.toggle("new", !document.getElementById(row.id));
    }
    part.replaceWith(now);
  }
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
}

// soon looks at the page, once for all that happens in the meantime.
function soon() {
  waiting ??= setTimeout(() => {
    waiting = null;
    looking ? soon() : look();
  }, pause);
}

// poll looks again while a fault may hold requests: they are no news yet.
function poll() {
  clearTimeout(polling);
  if (document.querySelector("[data-poll]") && !document.hidden) polling = setTimeout(soon, 1500);
}

function follow() {
  stream = new EventSource(events + last);
  stream.onopen = () => (line.textContent = "Live");
  stream.onerror = () => (line.textContent = "Not connected; trying again");
  stream.addEventListener("request", (event) => {
    const { id, method, path, status: code } = JSON.parse(event.data);
    last = id;
    line.textContent = `Live: request ${id}, ${method} ${path}, ${code || "dropped"}`;
    soon();
  });
}

// A page that nobody looks at needs no connection: a browser has six.
if (line) {
  if (!document.hidden) follow();
  document.addEventListener("visibilitychange", () => {
    stream?.close();
    if (document.hidden) return;
    follow();
    soon();
  });
  poll();
}

document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});
