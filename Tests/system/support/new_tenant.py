"""A tenant that only one test or module knows."""

import json
import secrets

from demo import Demo, Tenant

SERVICE = "Comunicazione avvenuta protocollo"


def new_tenant(demo: Demo, tenant: Tenant, administrator: bool = False) -> Tenant:
    """With one service of `tenant`, an operator, somebody who only reads and, if asked for, an administrator."""
    code = f"prova_{secrets.token_hex(3)}"
    host = f"{code.replace('_', '-')}.localhost"
    people = [{"ruolo": role, "utente": role, "password": secrets.token_hex(10)} for role in ["operatore", "consultazione"]]
    key = demo.sandbox_keys(tenant, SERVICE)[0]
    done = [demo.puntuale("ente", "create", code, "--nome", "Comune di Passaggio", "--host", host),
            demo.puntuale("ente", "hours", code, "--sempre"),
            demo.puntuale("servizio", "add", code, "--nome", SERVICE, "--id-servizio", demo.sandbox_service(tenant, tenant.first_service),
                          "--ambiente", "prova", "--chiavi-file", "-", "--senza-prova", "--json", secret=key)]
    done += [demo.puntuale("utente", "create", code, person["utente"], "--nome", "Persona", "--ruolo", person["ruolo"],
                           "--password-file", "-", secret=person["password"]) for person in people]
    if administrator:
        password = secrets.token_hex(10)
        done += [demo.puntuale("utente", "create", code, "amministratore", "--nome", "Persona", "--ruolo", "amministratore",
                               "--password-file", "-", "--totp", "--json", secret=password)]
        people.append({"ruolo": "amministratore", "utente": "amministratore", "password": password,
                       "totp": json.loads(done[-1].stdout)["totp"]})
    assert all(result.returncode == 0 for result in done), done
    return Tenant({"codice": code, "nome": "Comune di Passaggio", "url": f"http://{host}:{demo.port}", "utenti": people,
                   "servizi": [{"id": json.loads(done[2].stdout)["id"], "nome": SERVICE}]}, demo)
