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
        "dodici caràt", "perche\u{301}perche\u{301}", String(repeating: "e\u{300}", count: 200), "mario.rossi e altre parole",
    ])
    func `any other is taken`(password: String) {
        #expect(PasswordRule.fault(of: password, for: "mario.rossi") == nil)
    }
}
