// Comforts: everything here also works without JavaScript, by forms and links.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const by = (id) => document.getElementById(id);
const parse = (text) => new DOMParser().parseFromString(text, "text/html");

by("riepilogo")?.focus();

// Counters, as App IO counts: UTF-16 units, which `length` gives. A screen reader is told when the typing rests.
for (const field of all("[data-conta]")) {
  const [least, most] = field.dataset.conta.split(" ").map(Number);
  const counter = document.querySelector(`[data-conta-per="${field.id}"]`);
  const spoken = counter.parentNode.parentNode.appendChild(document.createElement("span"));
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  const number = (value) => value.toLocaleString("it");
  // The buttons of a message are a part of its text, written once in each of the app's two languages.
  const [once, each] = (field.dataset.contaPulsanti ?? "").split(" ").map(Number);
  const buttons = each ? all(".pulsanti [role=group]").map((group) => all("input", group)) : [];
  const lengthOfButtons = () => {
    const typed = buttons.map((inputs) => inputs.map((input) => input.value.trim())).filter(([text, address]) => text && address);
    const length = ([text, address]) => each + 2 * (text.replace(/["\\]/g, "$&$&").length + address.length);
    return typed.reduce((sum, button) => sum + length(button), typed.length && once);
  };
  let rest;
  const count = (event) => {
    const added = lengthOfButtons();
    const length = field.value.length + added;
    let words = `${number(length)} su ${number(most)} caratteri${added ? " con i pulsanti" : ""}`;
    if (length > most) words += `, ${number(length - most)} di troppo`;
    else if (length > 0 && length < least) words += `, ne mancano ${number(least - length)}`;
    counter.textContent = words;
    const bar = by(`invio-${field.id}`);
    if (bar) bar.textContent = `Contenuto: ${words}`;
    counter.classList.toggle("troppo", length > most);
    clearTimeout(rest);
    if (event) rest = setTimeout(() => { spoken.textContent = words; }, 1000);
  };
  for (const input of [field, ...buttons.flat()]) input.addEventListener("input", count);
  count();
}

// A row opens as the link in it does: at a click, in another tab with the middle button or Ctrl. Who selects text opens nothing.
const rowOf = (event) =>
  event.target.closest("a, button, input, label, summary, .da-scegliere") ? null : event.target.closest("tr[data-apri]");
const openRow = (event, elsewhere) => {
  const address = rowOf(event)?.dataset.apri;
  if (address && elsewhere) open(address, "_blank", "noopener");
  else if (address) location.assign(address);
};
document.addEventListener("click", (event) => {
  if (event.button === 0 && !event.shiftKey && getSelection().isCollapsed) openRow(event, event.ctrlKey || event.metaKey);
});
document.addEventListener("auxclick", (event) => event.button === 1 && openRow(event, true));
// Otherwise some browsers begin to scroll.
document.addEventListener("mousedown", (event) => event.button === 1 && rowOf(event) && event.preventDefault());

by("stampa")?.addEventListener("click", () => print());

// Saving one of several cards loses what is typed in the others.
const cards = document.querySelector("[data-schede]");
cards?.addEventListener("submit", (event) => {
  const isUnsaved = (input) =>
    input.ariaInvalid === "true" || input.value !== input.defaultValue || input.checked !== input.defaultChecked;
  const others = all("form", cards).filter((form) => form !== event.target);
  const question = "In un altro riquadro ci sono modifiche non salvate, che andrebbero perse. Continuare?";
  if (others.some((form) => all("input", form).some(isUnsaved)) && !confirm(question)) event.preventDefault();
});

// A form goes once; after ten seconds, or when the page comes back, it may go again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.partito || event.submitter?.closest("#invio-tasti") && performance.now() < 500) return event.preventDefault();
  form.dataset.partito = "1";
  setTimeout(() => delete form.dataset.partito, 1e4);
});
addEventListener("pageshow", () => all("form[data-partito]").forEach((form) => delete form.dataset.partito));

// What still moves is asked for again, slower and slower, for an hour, not while nobody looks. The focus stays.
const replace = (place, html) => {
  if (place.innerHTML.trim() === html.trim()) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.id : null;
  place.innerHTML = html;
  if (focused !== null) (by(focused) ?? by("principale")).focus();
};
const moving = () => all("[data-uuid][data-mobile]");
let pause = by("dettaglio") ? 800 : 2000, turn;
const refresh = async () => {
  const uuids = moving().map((place) => `uuid=${place.dataset.uuid}`);
  if (uuids.length === 0 || document.hidden || performance.now() > 36e5) return;
  const view = by("dettaglio") ? "vista=dettaglio&" : "";
  const answer = await fetch(`/notifiche/stato?${view}${uuids.join("&")}`).catch(() => null);
  if (answer?.redirected) return; // the session is over: the next click says so
  if (answer?.ok) {
    for (const piece of all("template", parse(await answer.text()))) {
      if (piece.dataset.per) replace(by(piece.dataset.per), piece.innerHTML);
      if (piece.dataset.uuid) {
        document.querySelector(`[data-uuid="${piece.dataset.uuid}"]`).toggleAttribute("data-mobile", piece.hasAttribute("data-mobile"));
      }
    }
  }
  pause = Math.min(pause * 1.3, 30000);
  turn = setTimeout(refresh, pause);
};
turn = setTimeout(refresh, pause);
document.addEventListener("visibilitychange", () => {
  clearTimeout(turn);
  refresh();
});

// A page that waits for the worker loads itself again, unless somebody is typing in it.
const waiting = document.querySelector("[data-ricarica]");
if (waiting) {
  setInterval(() => {
    const isTyping = document.activeElement.matches("input, select, textarea");
    if (!document.hidden && !isTyping) location.reload();
  }, 1000 * Number(waiting.dataset.ricarica));
}
