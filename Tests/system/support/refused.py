"""What the rules of a notification refuse: field, what is typed, the sentence beside it."""

from citizens import with_control
from compose import NOTICE_NUMBER

CODE = with_control("RSSMRA80A01X950")
WRONG_CONTROL = CODE[:15] + ("A" if CODE[15] != "A" else "B")
WRONG_CHECK = NOTICE_NUMBER[:16] + f"{(int(NOTICE_NUMBER[16:]) + 1) % 93:02}"

REFUSED = [
    ("servizio", {"servizio": ""}, "Scegliere il servizio."),
    ("servizio", {"servizio": "non-un-uuid"}, "Il servizio scelto non esiste"),
    ("servizio", {"servizio": "018f0000-0000-7000-8000-000000000000"}, "Il servizio scelto non esiste"),
    ("codice_fiscale", {"codice_fiscale": ""}, "Indicare il codice fiscale del destinatario."),
    ("codice_fiscale", {"codice_fiscale": "MSCMH68P18H211K"}, "Il codice fiscale ha 15 caratteri: ne servono 16."),
    ("codice_fiscale", {"codice_fiscale": WRONG_CONTROL}, "l’ultima lettera non corrisponde al resto"),
    ("codice_fiscale", {"codice_fiscale": "00000010017"}, "non raggiungibile su App IO"),
    ("codice_fiscale", {"codice_fiscale": "1" * 16}, "non è scritto nella forma prevista"),
    ("codice_fiscale", {"codice_fiscale": with_control("RSSMRA80B31X950")}, "una data di nascita che non esiste"),
    ("codice_fiscale", {"codice_fiscale": "<script>alert(1)"}, "ha 14 caratteri: ne servono 16"),
    ("oggetto", {"oggetto": ""}, "Indicare l’oggetto."),
    ("oggetto", {"oggetto": "Nove char"}, "L’oggetto ha 9 caratteri: ne servono almeno 10."),
    ("oggetto", {"oggetto": "o" * 121}, "L’oggetto ha 121 caratteri: non può superarne 120."),
    ("oggetto", {"oggetto": "🙂" * 61}, "L’oggetto ha 122 caratteri: non può superarne 120."),
    ("contenuto", {"contenuto": ""}, "Indicare il contenuto."),
    ("contenuto", {"contenuto": "c" * 79}, "Il contenuto ha 79 caratteri: App IO ne richiede almeno 80."),
    ("contenuto", {"contenuto": "c" * 10_001}, "Il contenuto ha 10.001 caratteri: App IO ne accetta al massimo 10.000."),
    ("contenuto", {"contenuto": "riga\r\n" * 2_001}, "Il contenuto ha 10.005 caratteri"),
    ("scadenza", {"scadenza": "domani"}, "La scadenza non è una data"),
    ("scadenza", {"scadenza": "2027-02-29"}, "un giorno che non esiste"),
    ("somma", {"somma": "dieci", "numero_avviso": NOTICE_NUMBER}, ""),
    ("somma", {"somma": "0", "numero_avviso": NOTICE_NUMBER}, ""),
    ("somma", {"somma": "-5", "numero_avviso": NOTICE_NUMBER}, ""),
    ("somma", {"somma": "1,234", "numero_avviso": NOTICE_NUMBER}, ""),
    ("somma", {"somma": "100.000.000,00", "numero_avviso": NOTICE_NUMBER}, ""),
    ("somma", {"somma": "10.000,01", "numero_avviso": NOTICE_NUMBER}, "supera il massimo del servizio, 10.000,00 €"),
    ("somma", {"numero_avviso": NOTICE_NUMBER}, "È indicato il numero avviso ma non la somma"),
    ("numero_avviso", {"somma": "10,00"}, "È indicata la somma ma non il numero avviso"),
    ("numero_avviso", {"somma": "10,00", "numero_avviso": NOTICE_NUMBER[:17]}, "Il numero avviso ha 17 cifre: ne servono 18."),
    ("numero_avviso", {"somma": "10,00", "numero_avviso": "4" + NOTICE_NUMBER[1:]}, "deve cominciare con 0, 1, 2 o 3"),
    ("numero_avviso", {"somma": "10,00", "numero_avviso": "30000000000000000O"}, "caratteri che non sono cifre"),
]
