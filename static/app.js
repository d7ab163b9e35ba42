// Comforts: everything here also works without JavaScript, by forms and links.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const by = (id) => document.getElementById(id);
const parse = (text) => new DOMParser().parseFromString(text, "text/html");

// The summary of what is wrong is what somebody must hear and see first.
by("riepilogo")?.focus();

// Counters, as App IO counts: UTF-16 units, which is what `length` gives, and a line end is one of them. A screen
// reader is told when the typing rests.
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
    let words = `Ora ${number(length)}${added ? " con i pulsanti" : ""}`;
    if (length > most) words += `, ${number(length - most)} di troppo`;
    else if (length > 0 && length < least) words += `, ne mancano ${number(least - length)}`;
    counter.textContent = words;
    counter.classList.toggle("troppo", length > most);
    clearTimeout(rest);
    if (event) rest = setTimeout(() => { spoken.textContent = words; }, 1000);
  };
  for (const input of [field, ...buttons.flat()]) input.addEventListener("input", count);
  count();
}

// A double click anywhere on a row opens it, as its link does.
for (const row of all("tr[data-apri]")) {
  row.addEventListener("dblclick", () => location.assign(row.dataset.apri));
}

// Saving one of several cards loses what is typed in the others: that is asked first.
const cards = document.querySelector("[data-schede]");
cards?.addEventListener("submit", (event) => {
  const isUnsaved = (input) =>
    input.ariaInvalid === "true" || input.value !== input.defaultValue || input.checked !== input.defaultChecked;
  const others = all("form", cards).filter((form) => form !== event.target);
  const question = "In un altro riquadro ci sono modifiche non salvate, che andrebbero perse. Continuare?";
  if (others.some((form) => all("input", form).some(isUnsaved)) && !confirm(question)) event.preventDefault();
});

// A form goes once: the server knows a second one by its key, but nobody should have to wonder. After ten seconds,
// or when the page comes back, it may go again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.partito) return event.preventDefault();
  form.dataset.partito = "1";
  setTimeout(() => delete form.dataset.partito, 10000);
});
addEventListener("pageshow", () => all("form[data-partito]").forEach((form) => delete form.dataset.partito));

// The lens: services by name, in a dialog. Enter takes the first.
const lens = by("lente");
if (lens) {
  const typed = by("lente-testo");
  const found = by("lente-trovati");
  const opener = document.querySelector("[data-lente]");
  let latest = 0;
  const search = async () => {
    const mine = ++latest;
    const answer = await fetch(`/servizi/cerca?q=${encodeURIComponent(typed.value)}`).catch(() => null);
    if (mine !== latest) return;
    if (answer?.ok && !answer.redirected) found.innerHTML = await answer.text();
    else opener.form.requestSubmit(opener); // the session is over, say: as without JavaScript, nothing typed is lost
  };
  const take = (choice) => {
    const select = by("servizio");
    select.value = choice.value;
    lens.close();
    select.focus();
    select.dispatchEvent(new Event("input", { bubbles: true }));
  };
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    lens.showModal();
    typed.select();
    search();
  });
  typed.addEventListener("input", search);
  typed.addEventListener("keydown", (event) => {
    const first = found.querySelector("button");
    if (event.key === "Enter" && first) take(first);
  });
  found.addEventListener("click", (event) => {
    const choice = event.target.closest("button");
    if (choice) take(choice);
  });
}

// Enter in the choice of a template presses its button, as Enter in a field of text presses the form's.
by("modello")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  event.target.form.requestSubmit(event.target.nextElementSibling);
});

// The preview beside the form, by the same button that gives a whole page without JavaScript.
const preview = document.querySelector("[data-anteprima]");
if (preview) {
  const form = preview.form;
  const address = preview.getAttribute("formaction") ?? form.action;
  let rest, latest = 0;
  const show = async () => {
    const mine = ++latest;
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form, preview)) }).catch(() => null);
    const page = answer?.ok ? parse(await answer.text()).getElementById("anteprima") : null;
    if (page && mine === latest) by("anteprima").innerHTML = page.innerHTML;
    return page;
  };
  preview.addEventListener("click", async (event) => {
    event.preventDefault();
    if (await show()) by("anteprima-titolo").focus();
    else form.requestSubmit(preview);
  });
  form.addEventListener("input", () => {
    clearTimeout(rest);
    if (by("contenuto").value !== "" || by("modello")?.value) rest = setTimeout(show, 700);
  });
}

// The recipient, by the same button that gives a whole page without JavaScript: once the code is whole, and again when it
// or the service changes. What the code says comes at once, the answer of App IO when the worker has it.
const verify = document.querySelector("[data-verifica]");
if (verify) {
  const form = verify.form, code = by("codice_fiscale"), service = by("servizio"), place = by("destinatario");
  let rest, latest = 0, asked = "";
  const show = async (mine, pause) => {
    const fields = ["_token", "_chiave", "servizio", "codice_fiscale"].map((name) => [name, form.elements[name].value]);
    const body = new URLSearchParams([...fields, ["azione", verify.value], ["subito", 1]]);
    const answer = await fetch("/notifiche/nuova", { method: "POST", body }).catch(() => null);
    const page = answer?.ok ? parse(await answer.text()) : null;
    if (mine !== latest) return;
    const found = page?.getElementById(place.id);
    code.ariaInvalid = page?.getElementById(code.id)?.ariaInvalid ?? null;
    if (!found) place.textContent = place.dataset.senzaEsito; // the session is over, or the network away
    else if (place.innerHTML !== found.innerHTML) place.innerHTML = found.innerHTML;
    if (found?.querySelector("[data-in-corso]")) rest = setTimeout(show, pause, mine, Math.min(pause * 1.5, 1000));
  };
  const check = (wait, isDone) => {
    const now = `${code.value} ${service.value}`, length = code.value.replace(/\s/g, "").length;
    if (now === asked) return;
    const mine = ++latest;
    clearTimeout(rest);
    asked = "";
    if (length < 16 && !(isDone && length)) {
      code.ariaInvalid = null;
      return place.replaceChildren();
    }
    rest = setTimeout(() => {
      asked = now;
      show(mine, 150);
    }, wait);
  };
  code.addEventListener("input", () => check(250));
  code.addEventListener("change", () => check(0, true));
  for (const kind of ["input", "change"]) service.addEventListener(kind, () => check(0));
  verify.addEventListener("click", (event) => {
    event.preventDefault();
    asked = "";
    check(0, true);
  });
  if (code.value) check(0, true);
}

// What still moves is asked for again, slower and slower, and not while nobody looks. Only pieces that differ are
// replaced, and the focus stays where it is.
const replace = (place, html) => {
  if (place.innerHTML === html) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.id : null;
  place.innerHTML = html;
  if (focused !== null) (by(focused) ?? by("principale")).focus();
};
const moving = () => all("[data-uuid][data-mobile]");
let pause = 800, turn;
const refresh = async () => {
  const uuids = moving().map((place) => `uuid=${place.dataset.uuid}`);
  if (uuids.length === 0 || document.hidden) return;
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
  pause = Math.min(pause * 1.3, 15000);
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
