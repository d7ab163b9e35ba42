import FastCGI
import Testing

struct ResponseTests {
    @Test func `a header is found without regard to case and may come twice`() {
        var response = Response(status: 200)
        response.add("Set-Cookie", "a=1")
        response.add("Set-Cookie", "b=2")
        #expect(response.header("set-cookie") == "a=1")
        #expect(response.headers.map(\.value) == ["a=1", "b=2"])
    }

    @Test func `a value with a line break cannot become a header of its own`() async {
        await #expect(processExitsWith: .failure) {
            var response = Response(status: 303)
            response.add("Location", "/notifiche\r\nSet-Cookie: a=1")
        }
    }
}
