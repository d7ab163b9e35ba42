import Domain
import Secrets
import Testing
import TestSupport
@testable import Worker
@preconcurrency import Glibc

/// What root reads of a directory that somebody else may have filled.
struct JournalDirectoryTests {
    private let scratch = Scratch()
    private let name = "\(MarkID.make())-2026-11-29-1.diario"
    private var directory: String { scratch.path + "/journals" }
    private var path: String { "\(directory)/\(name)" }
    private var secret: String { scratch.path + "/secret" }

    init() throws {
        mkdir(directory, 0o755)
        try write("not to be read", to: secret)
    }

    @Test(arguments: ["link", "dangling", "pipe", "directory", "endless"])
    func `what is called as a journal and is no file is refused, and nobody waits for it`(kind: String) throws {
        switch kind {
        case "link": symlink(secret, path)
        case "dangling": symlink("/nowhere", path)
        case "endless": symlink("/dev/zero", path)
        case "pipe": mkfifo(path, 0o644)
        default: mkdir(path, 0o755)
        }
        let journals = try JournalDirectory(directory)
        #expect(journals.names == [name])
        #expect(throws: JournalRefusal.noFile) { try journals.read(name) { _ in } }
    }

    @Test(arguments: ["x", "\n0  keys.public", "\u{1b}[2J", ""])
    func `what is not called as a journal is not seen`(more: String) throws {
        try write("", to: "\(directory)/\(name.dropLast(7))\(more).diario")
        #expect(try JournalDirectory(directory).names == (more.isEmpty ? [name] : []))
    }

    @Test func `a file with holes that is larger than any journal ends nothing but itself`() throws {
        try write("", to: path)
        truncate(path, 2 << 30)
        #expect(throws: JournalRefusal.tooLarge) { try JournalDirectory(directory).read(name) { _ in } }
    }

    @Test(.enabled(if: geteuid() == 0, "only root reads what is of others"))
    func `a file of somebody else in the directory of a service is refused, also by a second name of it`() throws {
        chown(directory, 1_234, 1_234)
        try write("ours", to: path)
        #expect(throws: JournalRefusal.foreign) { try JournalDirectory(directory).read(name) { _ in } }
        chown(path, 1_234, 1_234)
        try JournalDirectory(directory).read(name) { #expect($0 == Array("ours".utf8)) }
        link(path, scratch.path + "/other")
        #expect(throws: JournalRefusal.foreign) { try JournalDirectory(directory).read(name) { _ in } }
        chown(directory, 0, 0)
        try JournalDirectory(directory).read(name) { #expect($0 == Array("ours".utf8)) }
    }

    @Test(arguments: ["", "/"])
    func `a directory that is a link is refused, also with a slash after it`(end: String) throws {
        symlink(directory, scratch.path + "/linked")
        #expect(throws: JournalRefusal.noFile) { _ = try JournalDirectory(scratch.path + "/linked" + end) }
        #expect(throws: JournalRefusal.missing) { _ = try JournalDirectory(scratch.path + "/none" + end) }
    }

    private func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
    }
}

/// The names of the journals in a directory; none where there is no such directory.
func journalNames(in directory: String) -> [String] { (try? JournalDirectory(directory))?.names ?? [] }

/// One by its path.
func journalFile(_ path: String, keys: [OpeningKey]) -> JournalFile? {
    let end = path.lastIndex(of: "/")!
    return (try? JournalDirectory(String(path[..<end]))).flatMap {
        try? JournalFile(String(path[path.index(after: end)...]), in: $0, keys: keys)
    }
}
