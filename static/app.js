// Comforts: all of it also works without JavaScript.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const by = (id) => document.getElementById(id);
const parse = (text) => new DOMParser().parseFromString(text, "text/html");

by("riepilogo")?.focus();

// Counters in UTF-16 units, as App IO counts. A screen reader is told when the typing rests.
for (const field of all("[data-conta]")) {
  const [least, most] = field.dataset.conta.split(" ").map(Number);
  const counter = document.querySelector(`[data-conta-per="${field.id}"]`);
  const spoken = counter.parentNode.parentNode.appendChild(document.createElement("span"));
  spoken.className = "visually-hidden";
  spoken.role = "status";
  const number = (value) => value.toLocaleString("it");
  // Buttons are a part of the text, in two languages.
  const [once, each] = (field.dataset.contaPulsanti ?? "").split(" ").map(Number);
  const buttons = each ? all(".pulsanti [role=group]").map((group) => all("input", group)) : [];
  const lengthOfButtons = () => {
    const typed = buttons.map((inputs) => inputs.map((input) => input.value.trim())).filter(([text, address]) => text && address);
    const length = ([text, address]) => each + 2 * (text.replace(/["\\]/g, "$&$&").length + address.length);
    return typed.reduce((sum, button) => sum + length(button), typed.length && once);
  };
  let rest;
  const count = (event) => {
    const added = lengthOfButtons(), length = field.value.length + added;
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

// A row opens as its link does. Who selects text opens nothing.
const row = (event) => !event.target.closest("a, button, input, label, .da-scegliere") && event.target.closest("tr[data-apri]");
for (const kind of ["click", "auxclick"]) document.addEventListener(kind, (event) => {
  const address = row(event)?.dataset?.apri;
  if (!address || event.button > 1 || event.shiftKey || !getSelection().isCollapsed) return;
  if (event.button || event.ctrlKey || event.metaKey) open(address, "_blank", "noopener");
  else location.assign(address);
});
// Or it scrolls.
document.addEventListener("mousedown", (event) => event.button === 1 && row(event) && event.preventDefault());

by("stampa")?.addEventListener("click", () => print());

// Saving one card loses what is typed in the others.
const cards = document.querySelector("[data-schede]");
cards?.addEventListener("submit", (event) => {
  const isUnsaved = (input) =>
    input.ariaInvalid === "true" || input.value !== input.defaultValue || input.checked !== input.defaultChecked;
  const others = all("form", cards).filter((form) => form !== event.target);
  const question = "In un altro riquadro ci sono modifiche non salvate, che andrebbero perse. Continuare?";
  if (others.some((form) => all("input", form).some(isUnsaved)) && !confirm(question)) event.preventDefault();
});

// A form goes once; after ten seconds, or when the page comes back, it may go again. None goes unread.
let seen = Infinity;
requestAnimationFrame((now) => { seen = now + 800; });
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.partito || event.submitter?.closest("#invio-tasti") && performance.now() < seen) return event.preventDefault();
  form.dataset.partito = "1";
  setTimeout(() => delete form.dataset.partito, 1e4);
});
addEventListener("pageshow", () => all("form[data-partito]").forEach((form) => delete form.dataset.partito));

// What moves is asked for again, slower and slower, for an hour, while somebody looks. The focus stays.
const replace = (place, html) => {
  if (place.innerHTML.trim() === html.trim()) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.id : null;
  place.innerHTML = html;
  if (focused !== null) (by(focused) ?? by("principale")).focus();
};
const moving = () => all("[data-uuid][data-mobile]");
const isDetail = by("dettaglio");
let pause = isDetail ? 800 : 2000, turn;
const refresh = async () => {
  const uuids = moving().map((place) => `uuid=${place.dataset.uuid}`);
  if (!uuids.length || document.hidden || performance.now() > 36e5) return;
  const answer = await fetch(`/notifiche/stato?${isDetail ? "vista=dettaglio&" : ""}${uuids.join("&")}`).catch(() => null);
  if (answer?.redirected) return; // the session is over
  if (answer?.ok) {
    for (const piece of all("template", parse(await answer.text()))) {
      const { per, uuid, mobile } = piece.dataset;
      if (per) replace(by(per), piece.innerHTML);
      if (uuid) document.querySelector(`[data-uuid="${uuid}"]`).toggleAttribute("data-mobile", mobile !== undefined);
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

// A page that waits for the worker loads itself again.
const waiting = document.querySelector("[data-ricarica]");
if (waiting) setInterval(() => {
  if (!document.hidden && !document.activeElement.matches("input, select, textarea")) location.reload();
}, waiting.dataset.ricarica * 1000);
