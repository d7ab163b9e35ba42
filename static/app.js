// Comforts: everything here also works without JavaScript, by forms and links.
"use strict";

// Counters, as App IO counts: UTF-16 units, which is what `length` gives. The page tells a screen reader only when the
// typing rests.
for (const field of document.querySelectorAll("[data-conta]")) {
  const [least, most] = field.dataset.conta.split(" ").map(Number);
  const counter = document.querySelector(`[data-conta-per="${field.id}"]`);
  let rest;
  const count = () => {
    const length = field.value.length;
    counter.textContent = ` Ora ${length.toLocaleString("it")}.`;
    counter.classList.toggle("troppo", length > most || (length > 0 && length < least));
    clearTimeout(rest);
    counter.removeAttribute("role");
    rest = setTimeout(() => counter.setAttribute("role", "status"), 800);
  };
  field.addEventListener("input", count);
  count();
}

// A double click anywhere on a row opens it, as its link does.
for (const row of document.querySelectorAll("tr[data-apri]")) {
  row.addEventListener("dblclick", () => location.assign(row.dataset.apri));
}

// A form goes once: the server knows a second one by its key, but nobody should have to wonder.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.partito) event.preventDefault();
    form.dataset.partito = "1";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-partito]")) delete form.dataset.partito;
});

// The lens: services by name, in a dialog.
const lens = document.getElementById("lente");
if (lens) {
  const typed = document.getElementById("lente-testo");
  const results = document.getElementById("lente-esiti");
  const select = document.getElementById("servizio");
  let latest = 0;
  const search = async () => {
    const mine = ++latest;
    const answer = await fetch(`/servizi/cerca?q=${encodeURIComponent(typed.value)}`);
    if (answer.ok && mine === latest) results.innerHTML = await answer.text();
  };
  document.querySelector("[data-lente]").addEventListener("click", (event) => {
    event.preventDefault();
    lens.showModal();
    typed.focus();
    search();
  });
  typed.addEventListener("input", search);
  results.addEventListener("click", (event) => {
    const choice = event.target.closest("button[name=scegli]");
    if (!choice) return;
    event.preventDefault();
    select.value = choice.value;
    lens.close();
    select.focus();
  });
}

// What still moves is asked for again, slower and slower, and not while nobody looks.
const moving = () => [...document.querySelectorAll("[data-uuid][data-mobile]")];
const detail = document.getElementById("dettaglio");
let pause = 800;
const refresh = async () => {
  const places = moving();
  if (places.length === 0) return;
  if (!document.hidden) {
    const query = places.map((place) => `uuid=${place.dataset.uuid}`).join("&");
    try {
      const cells = await fetch(`/notifiche/stato?${query}`);
      if (cells.ok && !cells.redirected) await show(places, await cells.text());
    } catch { /* the network is away: the next turn asks again */ }
    pause = Math.min(pause * 1.3, 15000);
  }
  setTimeout(refresh, pause);
};
const show = async (places, text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const place of places) {
    const cell = page.querySelector(`template[data-uuid="${place.dataset.uuid}"]`);
    if (!cell) continue;
    place.toggleAttribute("data-mobile", cell.hasAttribute("data-mobile"));
    if (place !== detail) place.innerHTML = cell.innerHTML;
  }
  if (!detail || !places.includes(detail)) return;
  const fields = await fetch(`/notifiche/stato?vista=dettaglio&uuid=${detail.dataset.uuid}`);
  if (fields.ok) detail.innerHTML = await fields.text();
};
if (moving().length > 0) setTimeout(refresh, pause);

// A page that waits for the worker loads itself again.
const waiting = document.querySelector("[data-ricarica]");
if (waiting) setTimeout(() => location.reload(), 1000 * Number(waiting.dataset.ricarica));

document.getElementById("riepilogo")?.focus();
