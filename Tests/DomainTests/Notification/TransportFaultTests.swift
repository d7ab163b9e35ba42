import Domain
import Testing

struct TransportFaultTests {
    @Test(arguments: [(28, "App IO non ha risposto in tempo (libcurl 28)"), (60, "Il certificato di App IO non è valido (libcurl 60)"),
                      (999, "Il collegamento con App IO non è riuscito (libcurl 999)")])
    func `a fault on the way is told in Italian, with libcurl's number`(code: Int, sentence: String) {
        #expect(TransportFault.sentence(code) == sentence)
    }
}
