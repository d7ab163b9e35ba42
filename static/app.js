// Comforts: all works without JavaScript too.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const by = (id) => document.getElementById(id);
const parse = (text) => new DOMParser().parseFromString(text, "text/html");
const post = (address, fields) => fetch(address, { method: "POST", body: new URLSearchParams(fields) }).catch(() => null);

by("riepilogo")?.focus();

// Counters in UTF-16 units, as App IO counts; said aloud when the typing rests.
for (const field of all("[data-conta]")) {
  const [least, most] = field.dataset.conta.split(" ").map(Number);
  const counter = document.querySelector(`[data-conta-per="${field.id}"]`);
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
    if (event) rest = setTimeout(() => { by(`${field.id}-detto`).textContent = words; }, 1000);
  };
  for (const input of [field, ...buttons.flat()]) input.addEventListener("input", count);
  count();
}

// A row opens as its link does. Selecting text opens nothing.
const row = (event) => !event.target.closest("a, button, input, label, .da-scegliere") && event.target.closest("tr[data-apri]");
for (const kind of ["click", "auxclick"]) document.addEventListener(kind, (event) => {
  const address = row(event)?.dataset?.apri;
  if (!address || event.button > 1 || event.shiftKey || !getSelection().isCollapsed) return;
  if (event.button || event.ctrlKey || event.metaKey) open(address, "_blank", "noopener");
  else location.assign(address);
});
// It scrolls.
document.addEventListener("mousedown", (event) => event.button === 1 && row(event) && event.preventDefault());

by("stampa")?.addEventListener("click", () => print());

// Copies a link or code.
document.addEventListener("click", async ({ target }) => {
  const from = by(target.dataset.copia);
  if (!from) return;
  await navigator.clipboard.writeText(from.value ?? from.innerText);
  target.textContent = "Copiato";
});

// The menu folds on a phone.
const menu = document.querySelector(".menu"), letters = menu?.dataset.tasti ?? "";
if (menu && innerWidth < 768) menu.firstElementChild.open = false;

// Keys that send nothing: arrows through rows, letters unless switched off in Profilo.
document.addEventListener("keydown", (event) => {
  const { key, target } = event, line = target.closest("tr[data-apri]");
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, select, textarea")) return;
  const next = line && { ArrowDown: line.nextElementSibling, ArrowUp: line.previousElementSibling }[key];
  const address = letters.includes(key) && { n: "/notifiche/nuova", "/": "/notifiche#cerca", "?": "/guida#tasti" }[key];
  if (!next && !address) return;
  event.preventDefault();
  if (next) next.querySelector("a[href]").focus();
  else if (key === "/" && by("cerca")) by("cerca").focus();
  else location.assign(address);
});

// A form goes once, and again after ten seconds or a way back; none unread.
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

// What moves is asked for again, ever slower, for an hour, while somebody looks.
const replace = (place, html) => {
  if (place.innerHTML.trim() === html.trim()) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.id : null;
  place.innerHTML = html;
  if (focused !== null) (by(focused) ?? by("principale")).focus();
};
const isDetail = by("dettaglio");
let pause = isDetail ? 800 : 2000, turn;
const refresh = async () => {
  const uuids = all("[data-uuid][data-mobile]").map((place) => `uuid=${place.dataset.uuid}`);
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

// What waits for the worker loads itself again.
const waiting = document.querySelector("[data-ricarica]");
if (waiting) setInterval(() => {
  if (!document.hidden && !document.activeElement.matches("input, select, textarea")) location.reload();
}, waiting.dataset.ricarica * 1000);
