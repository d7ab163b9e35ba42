internal import CCurl

/// Why libcurl could not be set up, or refused to go on.
package enum CurlError: Error, CustomStringConvertible {
    /// No libcurl, or no memory.
    case library
    /// The file of certification authorities is not there or may not be read.
    case unreadableAuthorities(path: String)
    /// A `CURLcode`, from an option.
    case option(Int32)
    /// A `CURLMcode`, from the multi handle.
    case multi(Int32)

    package var description: String {
        switch self {
        case .library: "libcurl did not start"
        case .unreadableAuthorities(let path): "cannot read the certification authorities in \(path)"
        case .option(let code): "libcurl refused an option: \(String(cString: curl_easy_strerror(CURLcode(UInt32(code)))))"
        case .multi(let code): "libcurl: \(String(cString: curl_multi_strerror(CURLMcode(code))))"
        }
    }
}
