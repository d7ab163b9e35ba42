/// A template as it is written, before its names are resolved.
indirect enum Syntax: Equatable, Sendable {
    case text([UInt8])
    case variable(name: String, raw: Bool, line: Int)
    case section(name: String, inverted: Bool, line: Int, [Syntax])
    /// `indentation` stands before every line of the partial (the spec's rule for one that stands alone).
    case partial(name: String, indentation: [UInt8], line: Int)
}

extension Syntax {
    /// Parses Mustache without lambdas, set delimiters and inheritance.
    ///
    /// - Throws: `TemplateError` for a tag or section that is not closed, closes nothing, or is not kept.
    static func parse(_ source: [UInt8], file: String) throws(TemplateError) -> [Syntax] {
        var tags = TagScanner(source, file: file)
        var open: [(name: String, inverted: Bool, line: Int, before: [Syntax])] = []
        var nodes: [Syntax] = []
        while let (text, tag) = try tags.next() {
            if !text.isEmpty { nodes.append(.text(Array(text))) }
            guard let tag else { break }
            switch tag.kind {
            case .comment: break
            case .variable: nodes.append(.variable(name: tag.name, raw: false, line: tag.line))
            case .raw: nodes.append(.variable(name: tag.name, raw: true, line: tag.line))
            case .partial: nodes.append(.partial(name: tag.name, indentation: Array(tag.indentation), line: tag.line))
            case .section, .inverted:
                open.append((tag.name, tag.kind == .inverted, tag.line, nodes))
                nodes = []
            case .close:
                guard let section = open.popLast() else {
                    throw TemplateError(file: file, line: tag.line, reason: "{{/\(tag.name)}} closes nothing")
                }
                guard section.name == tag.name else {
                    throw TemplateError(file: file, line: tag.line, reason:
                        "{{/\(tag.name)}} where section \"\(section.name)\" of line \(section.line) is open")
                }
                nodes = section.before + [.section(name: section.name, inverted: section.inverted, line: section.line, nodes)]
            }
        }
        if let section = open.last {
            throw TemplateError(file: file, line: section.line, reason: "section \"\(section.name)\" is not closed")
        }
        return nodes
    }
}
