"""Every address of the site, who may ask for it, and a form for it that would change something."""

from dataclasses import dataclass, field

from demo import Demo, Ente
from visitor import Visitor

ROLES = ["consultazione", "operatore", "amministratore"]
ANYONE, VIEWER, OPERATOR, ADMINISTRATOR = None, *ROLES
UNKNOWN = "018f0000-0000-7000-8000-000000000000"


@dataclass
class Route:
    method: str
    pattern: str
    role: str | None
    status: int | None  # for whom it is meant, with no field but the token; none: that alone would change something
    fields: dict[str, str] = field(default_factory=dict)  # a form that would change something
    probe: dict[str, str] = field(default_factory=dict)  # and one that changes nothing and knows what is there from what is not

    def admits(self, role: str | None) -> bool:
        return self.role is None or (role is not None and ROLES.index(role) >= ROLES.index(self.role))


# Forms that change nothing.
UNNAMED = {"nome": "", "ruolo": ""}

ROUTES = [
    Route("GET", "/", ANYONE, 303),
    Route("GET", "/entra", ANYONE, 303),
    Route("POST", "/entra", ANYONE, 422),
    Route("GET", "/invito", ANYONE, 404),
    Route("POST", "/invito", ANYONE, 404),
    Route("GET", "/guida", VIEWER, 200),
    Route("GET", "/logo", ANYONE, 200),
    Route("GET", "/privacy", ANYONE, 200),
    Route("GET", "/accessibilita", ANYONE, 200),
    Route("GET", "/.well-known/security.txt", ANYONE, 200),
    Route("GET", "/profilo", VIEWER, 200),
    Route("POST", "/profilo/password", VIEWER, 422, {
        "password": "@", "password_nuova": "una-nuova-password", "password_ripetuta": "una-nuova-password"}),
    Route("POST", "/profilo/sessioni", VIEWER, 303),
    Route("POST", "/profilo/sessioni/altre", VIEWER, None),
    Route("GET", "/profilo/secondo-fattore", VIEWER, 200),
    # 303 or 422, as the role has a second factor or not.
    Route("POST", "/profilo/secondo-fattore", VIEWER, None, {"codice": "000000"}),
    Route("POST", "/profilo/secondo-fattore/codici", VIEWER, None, {"codice": "000000"}),
    Route("POST", "/profilo/secondo-fattore/rimozione", VIEWER, None, {"codice_di_ora": "000000"}),
    Route("GET", "/notifiche", VIEWER, 200),
    Route("GET", "/notifiche/stato", VIEWER, 200),
    Route("GET", "/notifiche/nuova", OPERATOR, 200),
    Route("POST", "/notifiche/nuova", OPERATOR, 422, {"azione": "aggiungi"}),
    Route("POST", "/notifiche/nuova", OPERATOR, 422, {"azione": "verifica_destinatario"}),
    Route("GET", "/notifiche/bozze", OPERATOR, 200),
    Route("POST", "/notifiche/bozze/{id}/elimina", OPERATOR, 404),
    Route("GET", "/notifiche/{id}", VIEWER, 200),
    Route("POST", "/notifiche/{id}/verifica", VIEWER, 303),
    Route("POST", "/notifiche/{id}/ritenta", OPERATOR, 303, {"tentativo": "1"}, {"tentativo": "99"}),
    Route("POST", "/notifiche/{id}/annulla", OPERATOR, 303, {"tentativo": "1"}, {"tentativo": "99"}),
    Route("POST", "/notifiche/{id}/risolvi", OPERATOR, 404, {"tentativo": "1", "esito": "reinvia"},
          {"tentativo": "99", "esito": "inviata"}),
    Route("GET", "/servizi/cerca", OPERATOR, 200),
    Route("POST", "/esportazioni", VIEWER, 303),
    Route("GET", "/esportazioni/{id}", VIEWER, 200),
    Route("GET", "/esportazioni/{id}/file", VIEWER, 200),
    Route("GET", "/servizi", ADMINISTRATOR, 200),
    Route("GET", "/servizi/nuovo", ADMINISTRATOR, 200),
    Route("POST", "/servizi/nuovo", ADMINISTRATOR, 422, {
        "nome": "Servizio clandestino", "id_servizio": "01CLANDESTINO", "ambiente": "prova", "chiave_primaria": "0" * 32}),
    Route("GET", "/servizi/importa", ADMINISTRATOR, 200),
    Route("POST", "/servizi/importa", ADMINISTRATOR, 422, {
        "elenco": "nome;id_servizio;chiave_primaria\nServizio clandestino;01CLANDESTINO;" + "0" * 32}),
    Route("POST", "/servizi/importa/conferma", ADMINISTRATOR, 422, {"conservato": "AAAA"}),
    Route("GET", "/servizi/{id}", ADMINISTRATOR, 200),
    Route("POST", "/servizi/{id}/dati", ADMINISTRATOR, 422, {"nome": "Servizio clandestino", "id_servizio": "01CLANDESTINO"}),
    Route("POST", "/servizi/{id}/chiavi", ADMINISTRATOR, 404, {"quale": "primary", "chiave": "0" * 32}, {"quale": "primary"}),
    Route("POST", "/servizi/{id}/chiavi/prova", ADMINISTRATOR, 404, {"quale": "primary"}, {"quale": "primary"}),
    Route("POST", "/servizi/{id}/chiavi/nuova-prova", ADMINISTRATOR, 404, {"quale": "primary"}, {"quale": "primary"}),
    Route("POST", "/servizi/{id}/chiavi/scarto", ADMINISTRATOR, 404, {"quale": "primary"}, {"quale": "primary"}),
    Route("POST", "/servizi/{id}/sospensione", ADMINISTRATOR, None),
    Route("POST", "/servizi/{id}/ripresa", ADMINISTRATOR, None),
    Route("POST", "/servizi/{id}/massimo", ADMINISTRATOR, None, {"massimo_giornaliero": "1"}, {"massimo_giornaliero": "molti"}),
    Route("POST", "/servizi/{id}/disattivazione", ADMINISTRATOR, None),
    Route("POST", "/servizi/{id}/riattivazione", ADMINISTRATOR, None),
    Route("GET", "/modelli", ADMINISTRATOR, 200),
    Route("GET", "/modelli/nuovo", ADMINISTRATOR, 200),
    Route("POST", "/modelli/nuovo", ADMINISTRATOR, 422, {
        "nome": "Modello clandestino", "oggetto": "Oggetto clandestino", "contenuto": "Testo clandestino. " * 5}),
    Route("POST", "/modelli/nuovo/anteprima", ADMINISTRATOR, 200),
    Route("GET", "/modelli/{id}", ADMINISTRATOR, 200),
    Route("POST", "/modelli/{id}/dati", ADMINISTRATOR, 422, {
        "nome": "Clandestino", "oggetto": "Oggetto clandestino", "contenuto": "Testo clandestino. " * 5}),
    Route("POST", "/modelli/{id}/anteprima", ADMINISTRATOR, 200),
    Route("POST", "/modelli/{id}/ritiro", ADMINISTRATOR, None),
    Route("POST", "/modelli/{id}/ripristino", ADMINISTRATOR, None),
    Route("GET", "/utenti", ADMINISTRATOR, 200),
    Route("POST", "/utenti", ADMINISTRATOR, 422, {
        "nome": "Clandestino", "utente": "clandestino", "ruolo": "amministratore"}),
    Route("GET", "/utenti/{id}", ADMINISTRATOR, 200),
    Route("POST", "/utenti/{id}/dati", ADMINISTRATOR, 422, {"nome": "Clandestina", "ruolo": "amministratore"}, UNNAMED),
    Route("POST", "/utenti/{id}/invito", ADMINISTRATOR, None),
    Route("POST", "/utenti/{id}/secondo-fattore/rimozione", ADMINISTRATOR, None),
    Route("POST", "/utenti/{id}/sessioni/chiusura", ADMINISTRATOR, None),
    Route("POST", "/utenti/{id}/disattivazione", ADMINISTRATOR, None),
    Route("POST", "/utenti/{id}/riattivazione", ADMINISTRATOR, None),
    Route("GET", "/registro", ADMINISTRATOR, 200),
    Route("GET", "/impostazioni", ADMINISTRATOR, 200),
    Route("POST", "/impostazioni/nome", ADMINISTRATOR, 422, {"nome": "Comune Clandestino"}),
    Route("POST", "/impostazioni/logo", ADMINISTRATOR, 422),
    Route("POST", "/impostazioni/logo/rimozione", ADMINISTRATOR, None),
    Route("POST", "/impostazioni/invio", ADMINISTRATOR, 422, {"minimo_contenuto": "100"}),
    Route("POST", "/impostazioni/accesso", ADMINISTRATOR, None, {"secondo_fattore": "1"}),
    Route("POST", "/impostazioni/sospensione", ADMINISTRATOR, None),
    Route("POST", "/impostazioni/ripresa", ADMINISTRATOR, None),
    Route("POST", "/impostazioni/massimo", ADMINISTRATOR, None, {"massimo_cittadino": "1"}),
    Route("POST", "/impostazioni/privacy", ADMINISTRATOR, None, {"titolare": "Comune Clandestino"}),
    Route("POST", "/impostazioni/accessibilita", ADMINISTRATOR, None, {"accessibilita_mail": "x@example.it"}),
    Route("POST", "/impostazioni/conservazione", ADMINISTRATOR, None, {"giorni": "30", "conferma": "30"}),
    Route("POST", "/esci", VIEWER, 303),  # last: it ends the session
]


def identifiers(demo: Demo, ente: Ente, visitor: Visitor, notification: str) -> dict[str, str]:
    """By the first part of the path: a notification, a service, a template and a person of the ente, an export of the visitor."""
    export = visitor.press(visitor.get("/notifiche"), "Esporta Excel").path.rsplit("/", 1)[-1]
    [[person]], [template, *_] = [demo.sql(f"""
        SELECT INSERT(INSERT(INSERT(INSERT(LOWER(HEX(x.id)), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')
        FROM {table} x JOIN tenant t ON t.id = x.tenant_id WHERE t.code = '{ente.code}' AND {which} ORDER BY x.id""")
        for table, which in [("person", "x.username = 'operatore'"), ("message_template", "NOT x.withdrawn")]]
    return {"notifiche": notification.rsplit("/", 1)[-1], "esportazioni": export, "servizi": ente.first_service, "utenti": person,
            "modelli": template[0]}
