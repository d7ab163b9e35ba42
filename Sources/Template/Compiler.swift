/// Turns syntax into a program, resolving every name against the views around it: the innermost
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

    func compile(_ syntax: [Syntax], to program: inout Program) throws(TemplateError) {
        for node in syntax {
            switch node {
            case .text(let bytes): program.add(markup: bytes)
            case .variable(let name, let raw, let line): try variable(name, raw: raw, line, to: &program)
            case .section(let name, let inverted, let line, let inside):
                let (access, depth) = try resolve(name, line)
                guard inverted else {
                    try section(access, depth, inside, to: &program)
                    continue
                }
                try program.add(when: access.isAbsent, depth: depth) { (program) throws(TemplateError) in
                    try compile(inside, to: &program)
                }
            case .partial(let name, let indentation, let line):
                try partial(name, indentation, line, to: &program)
            }
        }
    }

    private func variable(_ name: String, raw: Bool, _ line: Int, to program: inout Program) throws(TemplateError) {
        switch (try resolve(name, line), raw) {
        case ((.text(let text), let depth), false): program.add(text: text.write, depth: depth)
        case ((.html(let html), let depth), true): program.add(text: html.write, depth: depth)
        case ((.html, _), false): throw fault(line, "\"\(name)\" is HTML: write {{{\(name)}}}")
        case ((.text, _), true): throw fault(line, "\"\(name)\" is text: only HTML is shown raw")
        default: throw fault(line, "\"\(name)\" can only be a section")
        }
    }

    private func section(_ access: Access, _ depth: Int, _ inside: [Syntax], to program: inout Program) throws(TemplateError) {
        let (each, scope): (@Sendable (Frame, Show) -> Void, Scope)
        switch access {
        case .flag(let holds):
            return try program.add(when: holds, depth: depth) { (program) throws(TemplateError) in try compile(inside, to: &program) }
        case .views(let names, _, let views): (each, scope) = (views, .names(names().accesses))
        case .texts(_, let texts): (each, scope) = (texts, .item(.text(TextAccess { (text: String) in text })))
        case .text(let text): (each, scope) = (text.each, .item(.text(text.item())))
        case .html(let html): (each, scope) = (html.each, .item(.html(html.item())))
        }
        try program.add(each: each, depth: depth) { (program) throws(TemplateError) in
            try within(scope).compile(inside, to: &program)
        }
    }

    private func partial(_ name: String, _ indentation: [UInt8], _ line: Int, to program: inout Program) throws(TemplateError) {
        guard !including.contains(name) else { throw fault(line, "partial \"\(name)\" includes itself") }
        guard let syntax = try library.use(name, indentedBy: indentation) else { throw fault(line, "there is no template \"\(name)\"") }
        var inner = self
        inner.file = Library.file(name)
        inner.including.append(name)
        try inner.compile(syntax, to: &program)
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
}

private extension Access {
    var isAbsent: @Sendable (Frame) -> Bool {
        switch self {
        case .text(let text), .html(let text): text.isEmpty
        case .flag(let get): { !get($0) }
        case .texts(let isEmpty, _), .views(_, let isEmpty, _): isEmpty
        }
    }
}
