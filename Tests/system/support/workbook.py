"""The workbook of Esporta Excel, as another program reads it."""

import openpyxl

COLUMNS = ["UUID Notifica", "Servizio", "Ambiente", "Stato", "Codice Fiscale Destinatario", "Oggetto", "Contenuto", "Scadenza", "Somma",
           "Notifica Pagamento", "Paga dopo la scadenza", "ID Consegna App.IO", "Tentativi invio", "Data invio", "Ora invio", "Errore",
           "Stato Consegna", "Stato Mail", "Stato Push", "Ultima modifica", "Ora modifica", "Effettuata da"]


def rows(book: openpyxl.Workbook) -> list[dict]:
    header, *found = book["Notifiche"].iter_rows()
    assert [cell.value for cell in header] == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]
