@preconcurrency import Glibc

/// The tenants's services that a sandbox has from the start.
enum ServicesFile {
    static func read(_ path: String?) throws(SandboxError) -> [Service] {
        var services: [Service] = []
        for element in try elements(path) { services.append(try Service(element)) }
        return services
    }

    /// Of a JSON array; none when there is no file.
    static func elements(_ path: String?) throws(SandboxError) -> [JSON] {
        guard let path else { return [] }
        guard let file = fopen(path, "rb") else { throw SandboxError.file(path: path, reason: String(cString: strerror(errno))) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        guard ferror(file) == 0, let elements = (try? JSONParser.parse(bytes))?.elements else {
            throw SandboxError.file(path: path, reason: "is not a JSON array")
        }
        return elements
    }
}
