/// Turns syntax into steps, resolving every name against the views around it: the innermost
/// view that declares a name has it, whatever its value.
struct Compiler {
    enum Scope {
        case names([String: Access])
        /// A text of its own, which only `{{.}}` means.
        case item(Access)
    }

    let library: Library
    var file: String
    var scopes: [Scope]
    /// The partials that we are inside of: one that includes itself would never end.
    var including: [String]

    func compile(_ syntax: [Syntax]) throws(TemplateError) -> [Step] {
        var steps: [Step] = []
        for node in syntax {
            switch node {
            case .text(let bytes): steps.append(.bytes(bytes))
            case .variable(let name, let raw, let line): steps.append(try variable(name, raw: raw, line))
            case .section(let name, let inverted, let line, let inside):
                let (access, depth) = try resolve(name, line)
                steps.append(inverted ? .when(depth: depth, access.isAbsent, try compile(inside))
                                      : try section(access, depth, inside))
            case .partial(let name, let indentation, let line):
                steps += try partial(name, indentation, line)
            }
        }
        return steps
    }

    private func variable(_ name: String, raw: Bool, _ line: Int) throws(TemplateError) -> Step {
        switch (try resolve(name, line), raw) {
        case ((.text(let get), let depth), false): return .text(depth: depth, get)
        case ((.html(let get), let depth), true): return .html(depth: depth, get)
        case ((.html, _), false): throw fault(line, "\"\(name)\" is HTML: write {{{\(name)}}}")
        case ((.text, _), true): throw fault(line, "\"\(name)\" is text: only HTML is shown raw")
        default: throw fault(line, "\"\(name)\" can only be a section")
        }
    }

    private func section(_ access: Access, _ depth: Int, _ inside: [Syntax]) throws(TemplateError) -> Step {
        switch access {
        case .flag(let get):
            .when(depth: depth, get, try compile(inside))
        case .views(let names, _, let each):
            .each(depth: depth, each, try within(.names(names())).compile(inside))
        case .texts(let get):
            .each(depth: depth, { frame, show in for text in get(frame) { show(Holding(text)) } },
                  try within(.text).compile(inside))
        case .text(let get):
            .each(depth: depth, { frame, show in
                let text = get(frame)
                if !text.isEmpty { show(Holding(text)) }
            }, try within(.text).compile(inside))
        case .html(let get):
            .each(depth: depth, { frame, show in
                let html = get(frame)
                if !html.bytes.isEmpty { show(Holding(html)) }
            }, try within(.item(.html { $0.read { (html: HTML) in html } })).compile(inside))
        }
    }

    private func partial(_ name: String, _ indentation: [UInt8], _ line: Int) throws(TemplateError) -> [Step] {
        guard !including.contains(name) else { throw fault(line, "partial \"\(name)\" includes itself") }
        guard let source = library.use(name) else { throw fault(line, "there is no template \"\(name)\"") }
        var inner = self
        inner.file = Library.file(name)
        inner.including.append(name)
        return try inner.compile(Syntax.parse(Self.indent(source, by: indentation), file: inner.file))
    }

    private func resolve(_ name: String, _ line: Int) throws(TemplateError) -> (Access, depth: Int) {
        if name == "." {
            guard case .item(let access)? = scopes.last else { throw fault(line, "{{.}} outside the section of a text") }
            return (access, scopes.count - 1)
        }
        for depth in scopes.indices.reversed() {
            if case .names(let names) = scopes[depth], let access = names[name] { return (access, depth) }
        }
        throw fault(line, "unknown name \"\(name)\"")
    }

    private func within(_ scope: Scope) -> Compiler {
        var inner = self
        inner.scopes.append(scope)
        return inner
    }

    private func fault(_ line: Int, _ reason: String) -> TemplateError {
        TemplateError(file: file, line: line, reason: reason)
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
}

private extension Compiler.Scope {
    static var text: Self { .item(.text { $0.read { (text: String) in text } }) }
}

private extension Access {
    var isAbsent: @Sendable (Frame) -> Bool {
        switch self {
        case .text(let get): { get($0).isEmpty }
        case .html(let get): { get($0).bytes.isEmpty }
        case .flag(let get): { !get($0) }
        case .texts(let get): { get($0).isEmpty }
        case .views(_, let isEmpty, _): isEmpty
        }
    }
}
