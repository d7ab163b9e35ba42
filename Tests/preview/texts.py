"""Texts to show: those of people who were hurt, and thousands that chance makes of the same pieces."""

import random

# Each was typed by somebody (the comuni's own words are invented).
FOUND = [
    "Per informazioni\n[Telefono]: 06123456\n[E-mail]: ufficio@comune.example.it",
    "[Nota]: Importante da sapere prima di venire.",
    "[Orari]: lun-ven 9-12\n[Sede]: Via Roma 1 (piano terra)",
    "Vedi [sito].\n\n[sito]: https://www.comune.example.it/pagina",
    "Vedi [il sito][1] o [qui][].\n\n[1]: https://www.comune.example.it/pagina\n[QUI]: <https://www.comune.example.it> \"titolo\"",
    "--- COMUNE DI ESEMPIO ---\n\nGentile cittadino, la sua pratica è pronta.\n\n---\n\nUfficio Anagrafe\n\n---\n\nMessaggio automatico.",
    "--- Avviso ---\nGentile cittadino.\n---\nOrario: lunedì: 9-12\n  Sede: via Roma\n---\nGrazie.",
    "--- \nGentile cittadino.\n---\nUfficio Anagrafe\n---\nGrazie.",
    "--- \nUfficio Anagrafe\n---\nGentile cittadino, grazie.",
    "\ufeff---\nit:\n  cta_1:\n    text: \"Prenota\"\n    action: \"iohandledlink://https://x.it\"\n---\n\nCorpo del messaggio.",
    "= yaml =\ntitolo: x\n= yaml =\nCorpo del messaggio.",
    "---\nit:\n  cta_1:\n    text: Prenota\n    action: ioit://main\n...\nCorpo",
    "Contributo per ISEE < 9.360 euro e reddito > 5.000 euro.",
    "Orario <9-12> e 2 < 3 and 3 > 1",
    "Caff&egrave; &rsquo; &bull; &sect; &ordm; &ccedil; &uuml; &nbsp; &boh; &amp;lt; &#232; &NotEqualTilde;",
    "- [ ] carta d’identità\n- [x] foto\n- [ ]senza blank\n- testo [ ] altro",
    "12. Via Roma, civico 5",
    "Rate:\n\n2. seconda rata\n3. terza rata",
    "1. uno\n1. due\n3) altro",
    "Attenzione![Leggi qui](https://www.comune.example.it/avviso)",
    "**Attenzione**![Leggi qui](https://x.it) e ![foto](https://x.it/a.png) ![due](https://x.it/b.png)",
    "~10 km da qui, poi ~uno~ e ~~due~~ e ~tre~~ ~~~quattro~~~",
    "Testo\fdopo il salto\f\fpagina",
    "# ![titolo](https://x.it/a.png)\n\n*![a\nb](https://x.it)*",
    "<b>grassetto</b> <br> <BR/> <!-- nota --> <u class=\"x\">ciao</u>\n\n<div>\nblocco\n</div>",
    "> # Attenzione\n> **prima** riga\n> seconda\n\ndopo",
    "| Giorno | Ora |\n|---|---|\n| lunedì | 9 |\n\ndopo la tabella",
    "Nota^[che nessuno legge] e [^1]\n\n[^1]: nota lunga qui",
    "- [Telefono]: 06123456\n- altro",
    "Prima ```codice``` e dopo", "==", "=-=  ",
    "- **Orario**: 9-12\n- *Sede*: via Roma\n\n***tutto*** e __anche__ _questo_ snake_case_qui",
    "Vedere https://www.x.it/p?a=1, poi www.x.it o ftp://x.it/a(b). Fine",
    "Parola qui. " + "x" * 300, "x" + "👍" * 100, "", " ", "\n\n", "---", "Tutto ---", "Prima ----- dopo", "a\n==\nb\n--",
    "## Titolo ##\n\n#senza\n\n####### sette\n\n#\n\n# #\n\ttesto",
    "```\ncodice ~a~\n```\n\n`in riga` ``due ` segni``",
    "2 * 3 * 4 = 24, *uno* **due** ***tre*** ****quattro**** * *",
    "[a [b](https://x.it) c] ![d [e](f)] [g][h] [i]\n[j]",
    "> 65 anni: ingresso gratis.", "- > 65 anni\n- >= 18", "Importo:\n> € 500\n> 3", "5*3*2 = 30",
    "3*2,50*4 e 10*2 = 20*", "RSS***80A**H501*",
    "[clicca qui](https://www.comune.example.it/modulo domanda.pdf)", "[chiami](tel:06 123) [a](https://x.it/b \"c d\")", "alle ore\n\n16.",
    "16)", "1. uno\n2.\n3. tre", "**C**odice **F**iscale 1**2**3",
    " [x]: parola \"titolo\"\n", "[x]: <a b> (c)\ny", "[x]:\nparola\n\n[y]: z", "testo [x]: parola alla fine",
]

_WORDS = ["Gentile", "cittadina", "la", "pratica", "è", "pronta", "entro", "il", "n15", "9.360", "euro", "ufficio", "perché",
          "15\u00a0euro", "d’arte",
          "lun-ven", "9-12", "d&egrave;", "&euro;", "&boh;", "&lt;", "snake_case", "👍", "a"]
_SPANS = ["**{}**", "*{}*", " _{}_", " __{}__", "~~{}~~", "~{}~", "`{}`", "[{}](https://x.it/p)", "![{}](https://x.it/a.png)",
          "<b>{}</b>",
          "< {} >", "<{}>", "^[{}]", "[{}]", "[{}][uno]", "[{}][]",
          "[qui](x.it/{})", "3*{}*2", "15*{}", "{}![qui](https://x.it)", "({})", "«{}»", "~{}~~", "{}~", "{}<br>",
          " https://x.it/p.html ", "[^1]{}", "\\*{}\\*", "\\~{}", "{}.", "{},", "{}!", "{}:", "***{}***"]
_STARTS = ["", "", "", "", "", "# ", "## ", "#### ", "- ", "* ", "+ ", "1. ", "2. ", "12. ", "- [ ] ", "- [x] ", "[Nota]: ",
           "[uno]: https://x.it/uno ", "[Uno]:<https://x.it> ",
           "> ", "> ", "> # Titolo ", "> 65 ", "  ", "[^1]: nota ", "--- ", "---", "= yaml =", "...", "***", "===", "<div>", "\t"]
_ENDS = ["", "", "", "", "  ", " ##", " (nota)", " \"titolo\"", "\f", " ---"]


def made(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)

    def words(most: int) -> str:
        return " ".join(chance.choice(_WORDS) for _ in range(chance.randint(1, most)))

    def line() -> str:
        parts = [chance.choice(_SPANS).format(words(2)) if chance.random() < 0.4 else words(4) for _ in range(chance.randint(1, 4))]
        return chance.choice(_STARTS) + chance.choice([" ", " ", " ", ""]).join(parts) + chance.choice(_ENDS)

    def text() -> str:
        if chance.random() < 0.04:
            return "| a | b |\n|---|:-:|\n" + "".join(f"| {words(1)} | {words(2)} |\n" for _ in range(2)) + "\n" + line()
        lines = [chance.choice(["---", "---", "", line(), line(), line()]) if chance.random() < 0.25 else line()
                 for _ in range(chance.randint(1, 7))]
        return chance.choice(["\n", "\n", "\n\n"]).join(lines)

    return [text() for _ in range(count)]
