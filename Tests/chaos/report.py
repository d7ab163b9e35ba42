"""The table that a run prints."""

from collections import Counter

from books import LOG, LOST, NEEDLESS, OPEN, PROCESS, TWICE, UNMARKED, WRONG, Books
from faults import Faults

LABELS = {"processed": "Consegnata", "accepted": "Inviata, senza id di App IO", "rejected": "Rifiutata", "failed": "Non riuscita",
          "unreachable": "Non raggiungibile", "refused": "Errore", "uncertain": "Esito incerto",
          "assumed": "Considerata inviata"}
MOST_SHOWN = 20


def report(books: Books, faults: Faults, stops: Counter[str], seconds: float) -> int:
    title(f"{len(books.notifications)} notifiche in {seconds:.0f} s")
    for state, count in Counter(row.state for row in books.rows.values()).most_common():
        line(LABELS.get(state, state), count)
    title("Invii")
    posts = books.journal.all
    line("POST arrivati ad App IO o disturbati", len(posts))
    line("messaggi creati", sum(post.message is not None for post in posts))
    line("messaggi nelle caselle dei cittadini", books.inbox.total())
    title("Guasti di App IO, di ogni genere di chiamata")
    for name, count in sorted(books.sandbox["faults"].items(), key=lambda item: -item[1]):
        line(name, count)
    line("oltre il limite di chiamate (429)", books.sandbox["rate_limited"])
    title("Guasti della prova")
    for name, count in sorted(faults.done.items()):
        line(name, count)
    for kind, count in sorted(stops.items()):
        line(f"servizi fermati dal programma: {kind}", count)
    title("Dubbi")
    line("risposte perse dopo la partenza del messaggio", books.lost_replies)
    line("POST in volo quando un worker è stato ucciso", len(books.killed))
    line("POST in volo quando nginx o un worker si è fermato", len(books.frozen - books.killed))
    line("dubbi tolti dalla risposta arrivata dopo", books.resolved(faults.early))
    line("dubbi risolti da una persona", len(faults.decided))
    line("esiti incerti", f"{books.doubts} (al massimo {books.bound})")
    title("Bilancio")
    found = Counter(what for what, _ in books.violations)
    for what in (LOST, TWICE, WRONG, UNMARKED, NEEDLESS, OPEN, LOG, PROCESS):
        line(what, found[what])
    for what, which in books.violations[:MOST_SHOWN]:
        print(f"  {what}: {which}")
    return 1 if books.violations else 0


def title(text: str) -> None:
    print(f"\n{text}")


def line(text: str, value: object) -> None:
    print(f"  {text:<58} {value:>8}")
