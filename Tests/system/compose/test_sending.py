"""The main job: an operator fills in a notification and follows it to the citizen's inbox."""

from concurrent.futures import ThreadPoolExecutor

from compose import CONTENT, GUIDE_CONTENT, GUIDE_SUBJECT, SUBJECT, fill, new_notice, send


def test_the_guides_own_example_is_delivered(demo, tenant, operator, citizen):
    page = fill(operator, tenant, citizen, oggetto=GUIDE_SUBJECT, contenuto=GUIDE_CONTENT)
    assert page.status == 422 and page.beside("contenuto") == (
        "Il contenuto ha 92 caratteri: l’ente ne chiede almeno 120. App IO lo accetterebbe: "
        "se possibile, completare il testo.")
    page = operator.press(page, "Aggiungi comunque")
    assert page.status == 200 and page.details["Stato"] == "Inviata"
    demo.await_state(page.path, "processed")

    page = operator.get(page.path)
    assert page.details["Servizio"] == "Comunicazione avvenuta protocollo AMBIENTE DI PROVA"
    assert page.details["Stato"] == "Consegnata" and page.details["Stato Consegna"] == "Consegnata (PROCESSED)"
    assert page.details["Oggetto"] == GUIDE_SUBJECT and page.details["Codice Fiscale Destinatario"] == citizen
    assert len(page.details["ID Consegna App.IO"]) == 26 and page.details["Tentativi invio"] == "1"
    assert page.details["Stato Mail"] == page.details["Stato Push"] == "App IO non lo comunica"
    [message] = demo.inbox(citizen)
    assert (message["subject"], message["markdown"]) == (GUIDE_SUBJECT, GUIDE_CONTENT)


def test_the_detail_shows_every_label_of_the_guide_also_when_empty(operator, tenant, citizen):
    page = operator.get(send(operator, tenant, citizen))
    for label in ["UUID Notifica", "Servizio", "Stato", "Codice Fiscale Destinatario", "Oggetto", "Contenuto", "Scadenza", "Somma",
                  "Notifica Pagamento", "Paga dopo la scadenza", "ID Consegna App.IO", "Tentativi invio", "Data invio", "Ora invio",
                  "Errore", "Stato Consegna", "Stato Mail", "Stato Push", "Ultima modifica", "Effettuata da"]:
        assert label in page.details, label
    assert page.details["Scadenza"] == page.details["Somma"] == page.details["Notifica Pagamento"] == "–"
    for section in ["Stato della Trasmissione", "Stato della Notifica", "Audit", "Cronologia", "Torna Elenco"]:
        assert section in page.text


def test_a_payment_and_a_deadline_leave_as_they_were_typed(demo, operator, tenant, citizen):
    number = new_notice()
    spaced = " ".join([number[:4], number[4:11], number[11:]])
    path = send(operator, tenant, citizen, scadenza="15/07/2027", somma="1.234,50", numero_avviso=spaced, paga_dopo_scadenza="1")
    page = operator.get(path)
    assert page.details["Scadenza"] == "15/07/2027" and page.details["Somma"] == "1.234,50 €"
    assert page.details["Notifica Pagamento"] == number and page.details["Paga dopo la scadenza"] == "Sì"
    [sent] = demo.created(citizen)
    # The end of the day in Rome, two hours ahead of UTC in July.
    assert sent["due_date"] == "2027-07-15T21:59:59.000Z"
    payment = sent["payment_data"]
    assert (payment["amount"], payment["notice_number"], payment["invalid_after_due_date"]) == (123450, number, False)


def test_a_winter_deadline_ends_an_hour_later_by_utc(demo, operator, tenant, citizen):
    send(operator, tenant, citizen, scadenza="2027-01-15")
    assert demo.created(citizen)[0]["due_date"] == "2027-01-15T22:59:59.000Z"


def test_a_form_sent_twice_makes_one_notification(demo, operator, tenant, citizen):
    page = operator.get("/notifiche/nuova")
    first = fill(operator, tenant, citizen, page=page, follow=False)
    second = fill(operator, tenant, citizen, page=page, follow=False)
    assert first.status == second.status == 303
    assert second.header("Location") == first.header("Location") + "?esito=gia_registrata"
    assert "non è stata inviata di nuovo" in operator.get(second.header("Location")).text
    demo.await_state(first.header("Location"), "processed")
    assert demo.sql(f"SELECT COUNT(*) FROM notification WHERE fiscal_code = '{citizen}'") == [["1"]]
    assert len(demo.inbox(citizen)) == 1


def test_a_form_sent_ten_times_at_once_makes_one_notification(demo, operator, tenant, citizen):
    page = operator.get("/notifiche/nuova")
    page.form("Aggiungi")
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: fill(operator, tenant, citizen, page=page, follow=False), range(10)))
    assert [answer.status for answer in answers] == [303] * 10
    addresses = {answer.header("Location").split("?")[0] for answer in answers}
    assert len(addresses) == 1
    demo.await_state(addresses.pop(), "processed")
    assert len(demo.inbox(citizen)) == 1


def test_going_back_and_changing_the_text_asks_again(demo, operator, tenant, citizen):
    page = operator.get("/notifiche/nuova")
    first = fill(operator, tenant, citizen, page=page)
    assert first.status == 200
    changed = fill(operator, tenant, citizen, page=page, oggetto="Un altro oggetto ancora")
    assert changed.status == 422 and "è già stata inviata una notifica" in changed.alerts[0]
    assert first.path in changed.html
    assert demo.sql(f"SELECT COUNT(*) FROM notification WHERE fiscal_code = '{citizen}'") == [["1"]]
    asked = operator.press(changed, "Aggiungi")
    assert asked.title == "Inviare questa notifica?", "what was written for one may be meant for another"
    again = operator.press(asked, "Conferma e invia")
    assert again.status == 200 and again.path != first.path and again.details["Oggetto"] == "Un altro oggetto ancora"


def test_a_session_that_ends_while_the_form_is_open_loses_no_text(demo, tenant, citizen):
    operator = tenant.visitor("operatore")
    page = operator.get("/notifiche/nuova")
    demo.end_session(operator)
    text = "Quattro righe:\n\"virgolette\" & <segni> è perché\r\nà la carte 🙂 " + CONTENT
    page = fill(operator, tenant, citizen, page=page, contenuto=text)
    assert page.status == 403 and "La sessione è scaduta" in page.alerts[0] and "conservato" in page.alerts[0]
    assert demo.sql(f"SELECT COUNT(*) FROM notification WHERE fiscal_code = '{citizen}'") == [["0"]]
    account = tenant.accounts["operatore"]
    page = operator.press(page, "Entra", utente=account["utente"], password=account["password"])
    fields = page.form("Aggiungi").fields
    assert fields["oggetto"] == SUBJECT and fields["codice_fiscale"] == citizen and fields["servizio"] == tenant.first_service
    assert fields["contenuto"].replace("\r\n", "\n") == text.replace("\r\n", "\n")
    page = operator.press(operator.press(page, "Aggiungi"), "Aggiungi comunque")  # of the tag it was warned
    assert page.status == 200, page.alerts
    demo.await_state(page.path, "processed")
    assert [message["markdown"] for message in demo.inbox(citizen)] == [text.replace("\r\n", "\n")]


def test_a_form_of_an_earlier_session_keeps_the_text(demo, tenant, citizen):
    operator = tenant.visitor("operatore")
    page = operator.get("/notifiche/nuova")
    page.form("Aggiungi").fields["_token"] = tenant.visitor("operatore").token()
    page = fill(operator, tenant, citizen, page=page)
    assert page.status == 422 and "aperta da troppo tempo" in page.alerts[0]
    assert page.form("Aggiungi").fields["contenuto"] == CONTENT
    assert operator.press(page, "Aggiungi").details["Stato"] == "Inviata"


def test_the_same_text_to_the_same_citizen_is_sent_again_only_by_a_second_word(demo, operator, tenant, citizen):
    first = send(operator, tenant, citizen)
    # As after the back button: a browser fetches the form anew, with a key of its own.
    page = fill(operator, tenant, citizen, oggetto=SUBJECT, contenuto=CONTENT.replace(". ", ".  ") + " \n")
    assert page.status == 422 and "Una notifica identica è già stata inviata a questo cittadino" in page.beside("contenuto")
    assert len(demo.created(citizen)) == 1
    second = operator.press(page, "Aggiungi comunque")
    assert second.status == 200 and second.path != first
    demo.await_state(second.path, "processed")
    assert len(demo.created(citizen)) == 2


def test_the_same_text_from_six_forms_at_once_is_sent_once(demo, tenant, citizen):
    visitors = [tenant.visitor("operatore") for _ in range(6)]
    forms = [visitor.get("/notifiche/nuova") for visitor in visitors]
    with ThreadPoolExecutor(6) as desks:
        pairs = zip(visitors, forms, strict=True)
        answers = list(desks.map(lambda pair: fill(pair[0], tenant, citizen, page=pair[1], follow=False), pairs))
    assert sorted(answer.status for answer in answers) == [303] + [422] * 5
    assert all("Una notifica identica" in answer.beside("contenuto") for answer in answers if answer.status == 422)
    demo.await_state(next(answer for answer in answers if answer.status == 303).header("Location"), "processed")
    assert len(demo.created(citizen)) == 1


def test_another_text_to_the_same_citizen_asks_nothing(operator, tenant, citizen):
    send(operator, tenant, citizen)
    assert send(operator, tenant, citizen, contenuto=CONTENT + "Altra pratica.")
