import FastCGI
import Testing

struct MultipartTests {
    private static let type = "multipart/form-data; boundary=----Bordo"

    private func request(_ body: [UInt8], type: String = type) -> Request {
        Request(parameters: ["CONTENT_TYPE": type], body: body)
    }

    private func part(_ head: String, _ content: [UInt8]) -> [UInt8] {
        Array("------Bordo\r\nContent-Disposition: form-data; \(head)\r\n\r\n".utf8) + content + Array("\r\n".utf8)
    }

    private let end = Array("------Bordo--\r\n".utf8)

    @Test func `fields are text and a file is its bytes, whatever they are`() {
        let hostile = Array("\r\n------Bord\r\n--\r\n\r\n\0".utf8) + [0xff, 0x0d, 0x0a]
        let head = "name=\"logo\"; filename=\"a; name=x.png\"\r\nContent-Type: image/png"
        let body = part("name=\"_token\"", Array("abc".utf8)) + part(head, hostile) + part("name=\"è\"", Array("à\r\nb".utf8)) + end
        for type in [Self.type, "Multipart/Form-Data; charset=utf-8; boundary=\"----Bordo\""] {
            let request = request(body, type: type)
            #expect(request.form == Form([("_token", "abc"), ("è", "à\r\nb")]))
            #expect(request.file("logo") == hostile)
            #expect(request.file("_token") == nil && request.form["logo"] == nil)
        }
    }

    @Test func `a field for files where none was chosen is an empty file`() {
        let body = part("name=\"logo\"; filename=\"\"", []) + end
        #expect(request(body).file("logo") == [])
        #expect(request(body).file("altro") == nil)
    }

    @Test func `a body that is cut anywhere, or is not of its boundary, is no form`() {
        let body = part("name=\"a\"", [1]) + part("name=\"b\"; filename=\"c\"", [2]) + end
        for length in 0..<(body.count - 2) {
            let cut = request(Array(body[..<length]))
            #expect(cut.form.fields.isEmpty && cut.file("b") == nil, "\(length)")
        }
        for type in ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=altro",
                     "multipart/form-data; boundary=" + String(repeating: "b", count: 71)] {
            #expect(request(body, type: type).form.fields.isEmpty, "\(type)")
        }
        #expect(request([1] + body).form.fields.isEmpty)
        #expect(request(body + [1]).form.fields.isEmpty)
    }

    @Test func `a part without a name, with a head that does not end, or one too many makes no form`() {
        #expect(request(part("filename=\"x\"", [1]) + end).form.fields.isEmpty)
        #expect(request(part("name=\"a\"\r\nX: " + String(repeating: "x", count: 1_000), [1]) + end).form.fields.isEmpty)
        let many = Array((0..<51).map { part("name=\"\($0)\"", []) }.joined())
        #expect(request(many + end).form.fields.isEmpty)
        #expect(request(Array(many[part("name=\"0\"", []).count...]) + end).form.fields.count == 50)
    }

    @Test func `a form is read in the time that its length takes`() {
        let body = part("name=\"a\"; filename=\"b\"", Array("\r\n------Bord".utf8).repeated(20_000)) + end
        let began = ContinuousClock.now
        #expect(request(body).file("a")?.count == 240_000)
        #expect(ContinuousClock.now - began < .seconds(5))
    }
}

extension [UInt8] {
    fileprivate func repeated(_ times: Int) -> [UInt8] { Array(repeatElement(self, count: times).joined()) }
}
