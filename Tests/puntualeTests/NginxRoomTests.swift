import Foundation
@testable import puntuale
import Testing

/// How many connections setup lets nginx hold, and what it leaves alone.
struct NginxRoomTests {
    private func withNginx(_ text: String, _ body: (_ directory: String, _ text: () throws -> String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory.appending(path: "modules-enabled"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "nginx.conf")
        try Data(text.utf8).write(to: file)
        try body(directory.path) { try String(contentsOf: file, encoding: .utf8) }
    }

    @Test func `Debian's own number is replaced once, and the rest of the file stays as it is`() throws {
        try withNginx("user www-data;\nevents {\n\tworker_connections 768;\n\t# multi_accept on;\n}\n") { directory, text in
            #expect(NginxRoom(directory).lack != nil)
            for _ in 1...2 { try NginxRoom(directory).make() }
            let lines = try text().split(separator: "\n")
            #expect(lines.count == 5 && lines[2].hasPrefix("\tworker_connections 16384;") && lines[3] == "\t# multi_accept on;")
            #expect(NginxRoom(directory).lack == nil)
        }
    }

    @Test(arguments: [("worker_connections 1024;", true), ("worker_connections 20000;", false), ("# worker_connections 10;", false)])
    func `a number that somebody has chosen stays, and is said where it is too small`(line: String, isLack: Bool) throws {
        try withNginx("events {\n  \(line)\n}\n") { directory, text in
            try NginxRoom(directory).make()
            #expect(try text().contains(line) && (NginxRoom(directory).lack != nil) == isLack)
        }
    }
}
