"""The workbook of Esporta Excel, as another program reads it."""

import openpyxl

# On paper stand those to "Ora invio"; the text is last, so that it can be left out.
COLUMNS = ["UUID Notifica", "Inserita il", "Ora inserimento", "Inserita da", "Servizio", "Stato", "Codice Fiscale Destinatario", "Oggetto",
           "Somma", "Data invio", "Ora invio", "Ambiente", "Modello", "Pulsanti", "Scadenza", "Notifica Pagamento", "Paga dopo la scadenza",
           "ID Consegna App.IO", "Tentativi invio", "Errore", "Stato Consegna", "Stato Mail", "Stato Push", "Errata corrige di",
           "Corretta da", "Contattato altrimenti", "Contattato il", "Ora contatto", "Contattato da", "Nota del contatto",
           "Ultima modifica", "Ora modifica", "Effettuata da", "Modifica", "Aggiornata dal programma il", "Ora aggiornamento", "Contenuto"]


def rows(book: openpyxl.Workbook) -> list[dict]:
    header, *found = book["Notifiche"].iter_rows()
    assert [cell.value for cell in header] == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]
