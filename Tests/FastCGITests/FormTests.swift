import FastCGI
import Testing

struct FormTests {
    private func form(_ text: String) -> Form { Form(urlEncoded: Array(text.utf8)) }

    @Test func `fields come in the order in which they were sent, a name more than once`() {
        #expect(form("uuid=1&vista=x&uuid=2").fields.map(\.value) == ["1", "x", "2"])
        #expect(form("uuid=1&uuid=2")["uuid"] == "1")
    }

    @Test func `a plus is a space and a percent sign brings any byte`() {
        #expect(form("a=uno+due&b=%C3%A0%2B%26")["a"] == "uno due")
        #expect(form("a=uno+due&b=%C3%A0%2B%26")["b"] == "à+&")
    }

    @Test func `a percent sign without two digits stands for itself`() {
        #expect(form("a=100%&b=%zz&c=%4")["a"] == "100%")
        #expect(form("a=100%&b=%zz&c=%4")["b"] == "%zz")
        #expect(form("a=100%&b=%zz&c=%4")["c"] == "%4")
    }

    @Test func `bytes that are not UTF-8 become replacement characters and never a trap`() {
        #expect(form("a=%FF%FE")["a"] == "\u{FFFD}\u{FFFD}")
    }

    @Test func `a name without a value, an empty pair and a second equals sign are read`() {
        #expect(form("a&&b=1=2") == Form([("a", ""), ("b", "1=2")]))
        #expect(form("a")["b"] == nil)
    }

    @Test func `what is encoded is read back`() {
        let text = "à ~ + % & = ; \u{0} \n € 😀"
        #expect(Form(urlEncoded: Array(Form([("à&", text)]).urlEncoded.utf8))["à&"] == text)
    }
}
