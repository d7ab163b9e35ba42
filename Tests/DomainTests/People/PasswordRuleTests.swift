import Domain
import Testing

@Suite struct PasswordRuleTests {
    @Test(arguments: [
        ("", "Scrivere la password."),
        ("undici1234x", "La password ha 11 caratteri: ne servono almeno 12."),
        // Twelve as typed, eleven as they are hashed.
        ("undici1234e\u{300}", "La password ha 11 caratteri: ne servono almeno 12."),
        (String(repeating: "x", count: 201), "La password ha 201 caratteri: al massimo 200."),
        ("dodici\ncaratteri", "La password contiene caratteri di controllo, che non si vedono: riscriverla."),
        ("Mario.Rossi2026", "La password ripete il nome utente: sceglierne una che non si indovini."),
    ])
    func `a password that is short, endless, invisible or the user name is refused`(password: String, sentence: String) {
        #expect(PasswordRule.fault(of: password, for: "mario.rossi") == sentence)
    }

    @Test(arguments: [
        "123456789012", "passwordpassword", "aaaaaaaaaaaa", "            ", "qwertyuiop12", "Password2026!", "P@ssw0rd1234",
        "abcabcabcabcd",
        "comune-di-roccabruna", "Lucia.Bianchi1985", "juventus1897!!", "estate2026estate", "zxcvbnmasdfghjkl",
        "987654321098",
    ])
    func `what guessers try first is refused`(password: String) {
        let names = ["Lucia Bianchi", "Comune di Roccabruna", "notifiche.comune.roccabruna.cn.it"]
        let fault = PasswordRule.fault(of: password, for: "lucia.bianchi", of: names)
        #expect(fault?.contains("prime che si provano") == true || fault?.contains("nome utente") == true)
    }

    @Test(arguments: [
        "corretto cavallo graffetta", "839201748362", "la mia password segreta dei gerani", "Xk92-vuuT-1pqm",
        "dodici caràt", "perche\u{301}, ma perche\u{301}", "mario.rossi e altre parole",
    ])
    func `any other is taken`(password: String) {
        #expect(PasswordRule.fault(of: password, for: "mario.rossi") == nil)
    }
}
