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
            logger.error("database away", metadata: ["error": "lost in\n    SELECT 1\r\n    FROM \"x\"\u{2028}\u{1b}[31m", "seconds": "12"])
            logger.info("started", metadata: ["empty": "", "path": "/run/web.sock", "with": "a = b"])
        }
        #expect(written == [
            #"<3>level=error program=worker event="database away" error="lost in\nSELECT 1\n\nFROM \"x\"\u{2028}\u{1b}[31m" seconds=12"#
                + "\n",
            #"<6>level=info program=worker event="started" empty="" path=/run/web.sock with="a = b""# + "\n",
        ])
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
