import Synchronization
@preconcurrency import Glibc

/// All templates of a program, read once at start. A template's name is its file's without
/// `.mustache`; a page and a partial differ only in how they are used.
package final class Library: Sendable {
    private let sources: [String: [UInt8]]
    private let used = Mutex<Set<String>>([])
    /// Every page has the same head and foot: what was parsed once is not parsed for the next.
    private let parsed = Mutex<[Place: [Syntax]]>([:])

    private struct Place: Hashable {
        var name: String
        var indentation: [UInt8]
    }

    /// Reads every `*.mustache` of a directory and of the directories in it, whose names say nothing to the program.
    ///
    /// - Throws: `TemplateError` when a directory or a file cannot be read, or two files have one name.
    package init(directory: String) throws(TemplateError) {
        var sources: [String: [UInt8]] = [:]
        var directories = [directory]
        while let directory = directories.popLast() {
            for file in try Self.list(directory) {
                let path = "\(directory)/\(file)"
                if file.hasSuffix(".mustache") {
                    let known = sources.updateValue(try Self.read(path), forKey: String(file.dropLast(".mustache".count)))
                    guard known == nil else { throw TemplateError(file: path, line: nil, reason: "another template has this name") }
                } else if Self.isDirectory(path) {
                    directories.append(path)
                }
            }
        }
        self.sources = sources
    }

    /// Templates from memory, by name.
    package init(_ sources: [String: String]) {
        self.sources = sources.mapValues { Array($0.utf8) }
    }

    /// Compiles a template for a view, alone.
    ///
    /// - Throws: `TemplateError` with file and line for a name that the view does not declare or
    ///   declares for another use, a partial that does not exist or includes itself, and what does not parse.
    package func template<V: View>(_ name: String, _ view: V.Type) throws(TemplateError) -> CompiledTemplate<V, Bare> {
        CompiledTemplate(program: try compile(name, [.names(V.fields.accesses)]))
    }

    /// Compiles a template for a view inside a layout, whose names the template and its partials
    /// see where the view does not declare the same.
    ///
    /// - Throws: as `template(_:_:)`.
    package func template<V: View, Layout: View>(
        _ name: String, _ view: V.Type, within layout: Layout.Type
    ) throws(TemplateError) -> CompiledTemplate<V, Layout> {
        CompiledTemplate(program: try compile(name, [.names(Layout.fields.accesses), .names(V.fields.accesses)]))
    }

    /// The templates that nobody has compiled or included so far, by name, in order.
    package var unused: [String] {
        used.withLock { used in sources.keys.filter { !used.contains($0) }.sorted() }
    }

    /// - Throws: `TemplateError` for the first template that nobody has compiled: call it when all pages are made.
    package func requireAllUsed() throws(TemplateError) {
        guard let name = unused.first else { return }
        throw TemplateError(file: Self.file(name), line: nil, reason: "no page uses this template")
    }

    /// A template's syntax with each of its lines indented, counted as used; `nil`: there is none of this name.
    func use(_ name: String, indentedBy indentation: [UInt8] = []) throws(TemplateError) -> [Syntax]? {
        guard let source = sources[name] else { return nil }
        used.withLock { _ = $0.insert(name) }
        let place = Place(name: name, indentation: indentation)
        if let known = parsed.withLock({ $0[place] }) { return known }
        let syntax = try Syntax.parse(Self.indent(source, by: indentation), file: Self.file(name))
        parsed.withLock { $0[place] = syntax }
        return syntax
    }

    static func file(_ name: String) -> String { "\(name).mustache" }

    private func compile(_ name: String, _ scopes: [Compiler.Scope]) throws(TemplateError) -> Program {
        guard let syntax = try use(name) else {
            throw TemplateError(file: Self.file(name), line: nil, reason: "there is no such template")
        }
        var program = Program()
        try Compiler(library: self, file: Self.file(name), scopes: scopes, including: [name]).compile(syntax, to: &program)
        return program
    }

    private static func indent(_ source: [UInt8], by indentation: [UInt8]) -> [UInt8] {
        guard !indentation.isEmpty else { return source }
        var indented: [UInt8] = []
        for (index, byte) in source.enumerated() {
            if index == 0 || source[index - 1] == UInt8(ascii: "\n") { indented += indentation }
            indented.append(byte)
        }
        return indented
    }

    /// The names in a directory, but for the hidden ones.
    private static func list(_ directory: String) throws(TemplateError) -> [String] {
        guard let listing = opendir(directory) else { throw unreadable(directory) }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            names.append(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { !$0.hasPrefix(".") }
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func read(_ path: String) throws(TemplateError) -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw unreadable(path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        guard ferror(file) == 0 else { throw unreadable(path) }
        return bytes
    }

    private static func unreadable(_ path: String) -> TemplateError {
        TemplateError(file: path, line: nil, reason: String(cString: strerror(errno)))
    }
}
