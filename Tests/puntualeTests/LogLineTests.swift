import Logging
import Synchronization
import Testing
@testable import puntuale

/// What a line of the log looks like to who reads it.
@Suite struct LogLineTests {
    private func lines(for reader: LogReader, _ say: (Logger) -> Void) -> [String] {
        final class Written: Sendable { let lines = Mutex<[String]>([]) }
        let written = Written()
        var logger = Logger(label: "worker") { name in
            var line = LogLine(name, for: reader)
            line.write = { text in written.lines.withLock { $0.append(text) } }
            return line
        }
        logger.logLevel = .debug
        say(logger)
        return written.lines.withLock { $0 }
    }

    @Test func `an event is one line of words and values, whatever they hold`() {
        let written = lines(for: .journal) { logger in
            let error = "lost in\n    SELECT 1\r\n    FROM \"x\"\u{2028}\u{1b}[31m\u{202e}"
            logger.error("database away", metadata: ["error": "\(error)", "seconds": "12"])
            logger.info("started", metadata: ["empty": "", "path": "/run/web.sock", "with": "a = b"])
        }
        #expect(written == [
            #"<3>level=error program=worker event="database away" "#
                + #"error="lost in\nSELECT 1\n\nFROM \"x\"\u{2028}\u{1b}[31m\u{202e}" seconds=12"#
                + "\n",
            #"<6>level=info program=worker event="started" empty="" path=/run/web.sock with="a = b""# + "\n",
        ])
    }

    @Test func `whatever bytes somebody sends, their event is one line that a program can read and a terminal does not obey`() throws {
        for _ in 0..<3_000 {
            let texts = (0..<5).map { _ in Self.hostile() }
            let written = lines(for: .journal) { logger in
                logger.notice("\(texts[0])", metadata: [
                    "value": "\(texts[1])", "list": .array([.string(texts[2])]), "object": .dictionary(["key": .string(texts[3])]),
                    "shown": .stringConvertible(texts[4]),
                ])
            }
            let line = try #require(written.count == 1 ? written[0] : nil)
            let read = line.wholeMatch(
                of: /<5>level=notice program=worker event="(?:[^"\\]|\\.)*"(?: \w+=(?:[^\s"=]+|"(?:[^"\\]|\\.)*")){4}\n/
                    .matchingSemantics(.unicodeScalar))
            let obeyed = line.unicodeScalars.dropLast().filter { scalar in
                scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || (0x2028...0x202e).contains(scalar.value)
                    || (0x2066...0x2069).contains(scalar.value)
            }
            #expect(read != nil && obeyed.isEmpty, "\(texts.map { Array($0.utf8) })")
        }
    }

    @Test func `a value is never so long that journald makes a line of what is over`() throws {
        let long = String(repeating: "x\u{202e}", count: 100_000), plain = String(repeating: "x", count: 100_000)
        let line = try #require(lines(for: .journal) { $0.notice("x", metadata: ["one": "\(long)", "two": "\(plain)"]) }.first)
        #expect(line.utf8.count < 48 << 10 && line.hasSuffix("xx…\"\n") && line.contains("…\" two=\"xx"))
    }

    /// Random bytes as a program reads them, and among them what does the most harm in a line.
    private static func hostile() -> String {
        let worst = "\n\r\0\t\u{b}\u{1b}\u{7f}\u{85}\u{9b}\u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}\"\\= n"
            .unicodeScalars.map { String($0) }
        return (0..<Int.random(in: 0...12)).map { _ in
            Bool.random() ? worst.randomElement()! : String(decoding: (0..<4).map { _ in UInt8.random(in: 0...255) }, as: UTF8.self)
        }.joined()
    }

    @Test func `each level has the priority by which journalctl finds it`() {
        let written = lines(for: .journal) { logger in for level in Logger.Level.allCases { logger.log(level: level, "x") } }
        #expect(written.map { $0.prefix(3) } == ["<7>", "<6>", "<5>", "<4>", "<3>", "<2>"])
    }

    @Test func `in a file a line begins with its time`() throws {
        let line = try #require(lines(for: .file) { $0.notice("x") }.first)
        #expect(line.wholeMatch(of: /20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=notice program=worker event="x"\n/) != nil, "\(line)")
    }

    @Test func `standard error leads to the journal only where systemd says so of that very file`() {
        #expect(LogReader.ofStandardError(nil) == .file && LogReader.ofStandardError("1:2") == .file)
    }

    @Test func `the configuration may say who reads, and whose start it tells no secret`() throws {
        let sample = ConfigurationSample()
        #expect(try sample.configuration(["log.reader": "log.reader = journal"]).worker().log.reader == .journal)
        #expect(throws: ConfigurationFaults.self) { try sample.configuration(["log.reader": "log.reader = syslog"]).web() }
        let web = try sample.configuration().web().inUse, worker = try sample.configuration().worker().inUse
        #expect(web["web.threads"] == "8" && web["database.web.user"] == "web")
        #expect(web["appio.real"] == nil && web["database.admin.user"] == nil)
        #expect(worker["appio.real"] == "https://api.io.pagopa.it/api/v1" && worker["web.secret_file"] == nil)
        for value in web.values.map({ "\($0)" }) + worker.values.map({ "\($0)" }) {
            #expect(!value.contains("parola d'ordine") && !value.contains("kkkk"))
        }
    }
}
