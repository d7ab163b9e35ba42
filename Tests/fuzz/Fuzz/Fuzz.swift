@testable import AppIO
import Curl
@testable import Domain
import FastCGI
@testable import Sandbox
import Store

/// The targets: one for each parser.
enum Fuzz {
    static func must(_ holds: Bool, _ what: @autoclosure () -> String) {
        if !holds { fatalError(what()) }
    }

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    // MARK: - What browsers send

    @Sendable static func form(_ bytes: [UInt8]) {
        let form = Form(urlEncoded: bytes)
        must(Form(urlEncoded: Array(form.urlEncoded.utf8)) == form, "a form that was written is read otherwise")
        for field in form.fields { must(form[field.name] != nil, "a field that came is not found") }
    }

    /// A line for each FastCGI parameter, then the body.
    @Sendable static func request(_ bytes: [UInt8]) {
        let names = ["HTTP_COOKIE", "QUERY_STRING", "CONTENT_TYPE", "HTTP_HOST", "DOCUMENT_URI", "HTTP_X_TEXT"]
        let lines = bytes.split(separator: 10, maxSplits: names.count, omittingEmptySubsequences: false)
        let parameters = Dictionary(uniqueKeysWithValues: zip(names, lines.map { text(Array($0)) }))
        let request = Request(parameters: parameters, body: lines.count > names.count ? Array(lines[names.count]) : [])
        _ = (request.query, request.form, request.path, request.header("X-Text"))
        for name in ["__Host-puntuale", "a", ""] {
            guard let value = request.cookie(name) else { continue }
            must(!value.contains(";"), "a cookie that goes on into the next")
        }
    }

    /// What stands between the boundaries of a form with a file, as text: `|` is where a browser would write one.
    @Sendable static func multipart(_ bytes: [UInt8]) {
        let body = "--x\r\n" + text(bytes).replacing("|", with: "\r\n--x\r\n") + "\r\n--x--\r\n"
        let request = Request(parameters: ["CONTENT_TYPE": "multipart/form-data; boundary=x"], body: Array(body.utf8))
        for field in request.form.fields { must(!field.value.contains("\r\n--x"), "a field that goes on into the next") }
    }

    /// A tenant's services as a spreadsheet lists them.
    @Sendable static func serviceList(_ bytes: [UInt8]) {
        let head = Array("nome;id_servizio;chiave_primaria;importo_massimo;riservato;ambiente\n".utf8)
        for list in [ServiceList(bytes, existing: []), ServiceList(head + bytes, existing: [])] where list.faults.isEmpty {
            let areWhole = list.lines.allSatisfy { $0.description != nil && $0.keys[.primary] != nil }
            must(!list.lines.isEmpty && areWhole, "a service without a key")
            must(Set(list.lines.compactMap { $0.description?.name }).count == list.lines.count, "two services of one name")
        }
    }

    // MARK: - JSON

    @Sendable static func sandboxJSON(_ bytes: [UInt8]) {
        guard let value = try? JSONParser.parse(bytes) else { return }
        guard let again = try? JSONParser.parse(value.bytes) else { fatalError("JSON that was written cannot be read") }
        // A number without end is written as null, as JavaScript does.
        must(again.bytes == value.bytes, "JSON that was written is read otherwise")
    }

    /// Status, content type and body of an answer of App IO.
    @Sendable static func answers(_ bytes: [UInt8]) {
        let statuses = [200, 201, 400, 401, 403, 404, 408, 429, 500, 503]
        let types = ["application/problem+json", "application/json; charset=utf-8", "text/html", ""]
        let first = Int(bytes.first ?? 0)
        let headers: Headers = ["Content-Type": types[first / 16 % 4], "Retry-After": text(Array(bytes.suffix(6))),
                                "Location": text(Array(bytes.suffix(90)))]
        let reply = Reply(status: statuses[first % statuses.count], headers: headers, body: Array(bytes.dropFirst()),
                          version: .http2, duration: .zero)
        let submit = SubmitOutcome(.success(reply))
        if case .accepted = submit { must(reply.status == 201, "accepted without a 201") }
        if case .allowed = ProfileOutcome(.success(reply)) { must(reply.status == 200, "allowed without a 200") }
        if case .known(let known) = StatusOutcome(.success(reply)) {
            must(reply.status == 200, "a state without a 200")
            must([known.raw, known.email ?? "", known.push ?? ""].allSatisfy(\.isOneLine), "a word that acts unseen")
        }
        must(reply.pause >= .seconds(1) && reply.pause <= .seconds(86_400), "a wait without end")
        if let problem = Problem(reply.body) {
            must(problem.title != nil || problem.detail != nil, "a problem without words")
            must([problem.title ?? "", problem.detail ?? ""].allSatisfy(\.isOneLine), "words that act unseen")
        }
    }

    // MARK: - What people type

    @Sendable static func fiscalCode(_ bytes: [UInt8]) {
        let typed = text(bytes)
        guard let code = try? FiscalCode.parse(typed) else { return }
        must(code.value.utf8.count == 16, "a codice fiscale of another length")
        must((try? FiscalCode.parse(code.value)) == code, "a codice fiscale that was read is read otherwise")
        let today = CalendarDate(year: 2026, month: 11, day: 27)!
        must(!code.sentence(on: today).isEmpty && code.birthDates(on: today).allSatisfy { $0 <= today }, "born tomorrow")
        must(!code.masked.contains(code.value.dropFirst(8)), "a masked code shows what it hides")
    }

    @Sendable static func typedValues(_ bytes: [UInt8]) {
        let typed = text(bytes)
        if let date = try? CalendarDate.parse(typed) {
            must((try? CalendarDate.parse(date.iso)) == date && (try? CalendarDate.parse(date.italian)) == date, "a date is read otherwise")
        }
        if let amount = try? Amount.parse(typed) { must((try? Amount.parse(amount.italian)) == amount, "a sum is read otherwise") }
        if let notice = try? NoticeNumber.parse(typed) {
            _ = notice.hasValidCheckDigits
            must((try? NoticeNumber.parse(notice.value)) == notice, "a notice number is read otherwise")
        }
        if let host = HostName(typed) { must(HostName(host.value) == host && !host.value.contains("/"), "a host name is read otherwise") }
        if let username = Username(typed) { must(username.value.utf8.count <= 64, "a user name that its column does not hold") }
        if typed.fault(asNameUpTo: 120) == nil { must(!typed.contains(where: \.isNewline), "a name of two lines") }
        if let id = NotificationID(typed) { must(NotificationID(id.description) == id, "an identifier is read otherwise") }
        for kind in TemplateField.Kind.allCases {
            let field = TemplateField(name: "campo", label: "Campo", kind: kind, isRequired: false)
            guard let value = try? field.read(typed) else { continue }
            must((try? field.read(value)) == value, "a field's value is read otherwise")
        }
    }

    @Sendable static func personalData(_ bytes: [UInt8]) {
        let found = PersonalData.found(in: text(bytes))
        must(found == PersonalData.allCases.filter(found.contains), "kinds twice, or in another order")
    }

    /// The filter of an export comes back from its row.
    @Sendable static func exportFilter(_ bytes: [UInt8]) {
        let lines = text(bytes).split(separator: "\u{0}", omittingEmptySubsequences: false).map(String.init)
        var filter = ArchiveFilter()
        filter.subject = lines.first
        filter.fiscalCode = lines.dropFirst().first.map { $0.filter { $0.isLetter || $0.isNumber } }
        let once = ArchiveFilter(text: filter.text)
        must(ArchiveFilter(text: once.text) == once, "a filter is read otherwise")
        must(once.id == nil && once.person == nil && once.service == nil, "a subject became another filter")
        _ = ArchiveFilter(text: text(bytes))
    }

    @Sendable static func logo(_ bytes: [UInt8]) {
        guard let logo = try? LogoImage(bytes) else { return }
        must((1...LogoImage.mostPixels).contains(logo.width) && (1...LogoImage.mostPixels).contains(logo.height), "a logo without end")
    }
}
