import Domain
import Testing
import TestSupport

struct AppIOTextTests {
    @Test(arguments: [
        ("abc", 3), ("perché", 6), ("perche\u{301}", 7), ("👍🏽", 4), ("a\r\nb", 3), ("a\rb", 3), ("a\n\r\nb", 4),
        ("a\r\r\nb", 4), ("\r\n", 1), ("", 0),
    ])
    func `a text is as long as App IO takes it to be`(_ text: String, _ length: Int) {
        #expect(text.appIOLength == length)
    }

    @Test func `line ends are turned into line feeds and nothing else is touched`() {
        #expect("a\r\nb\rc\nd\r\n\r\n\t👍🏽".withLineFeeds == "a\nb\nc\nd\n\n\t👍🏽")
    }

    @Test func `turning line ends twice is the same as once`() {
        var chance = Chance()
        for _ in 0..<2_000 {
            let text = chance.text(upTo: 30)
            let once = text.withLineFeeds
            #expect(!once.utf8.contains(13) && once.withLineFeeds == once && once.appIOLength == text.appIOLength, "\(chance)")
        }
    }
}
