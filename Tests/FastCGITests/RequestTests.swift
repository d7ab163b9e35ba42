import FastCGI
import Testing

struct RequestTests {
    @Test func `a header is found by its name on the wire`() {
        let request = Request(parameters: ["HTTP_SEC_FETCH_SITE": "same-origin", "REMOTE_ADDR": "127.0.0.1"])
        #expect(request.header("Sec-Fetch-Site") == "same-origin")
        #expect(request.header("Remote-Addr") == nil)
    }

    @Test func `a cookie is found whole, and not by the end of another's name`() {
        let request = Request(parameters: ["HTTP_COOKIE": "xa=1; a=2=3;b=;  a=4"])
        #expect(request.cookie("a") == "2=3")
        #expect(request.cookie("b") == "")
        #expect(request.cookie("c") == nil)
    }

    @Test func `only a form's body is read as a form`() {
        let body = Array("a=1".utf8)
        let type = "application/x-www-form-urlencoded; charset=UTF-8"
        #expect(Request(parameters: ["CONTENT_TYPE": type], body: body).form["a"] == "1")
        #expect(Request(parameters: ["CONTENT_TYPE": "text/plain"], body: body).form["a"] == nil)
        #expect(Request(parameters: [:], body: body).form["a"] == nil)
    }

    @Test func `the query is not the body`() {
        let parameters = ["QUERY_STRING": "a=1", "CONTENT_TYPE": "application/x-www-form-urlencoded"]
        let request = Request(parameters: parameters, body: Array("b=2".utf8))
        #expect(request.query["a"] == "1")
        #expect(request.query["b"] == nil)
    }
}
