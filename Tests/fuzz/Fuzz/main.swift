import CFuzzer
@preconcurrency import Glibc

// What takes text or bytes from outside, each with what must hold of every input besides that nothing traps. FUZZ_TARGET
// names one of them: libFuzzer has the arguments for itself.
let targets: [String: @Sendable ([UInt8]) -> Void] = [
    "form": Fuzz.form, "request": Fuzz.request, "json-sandbox": Fuzz.sandboxJSON, "json-appio": Fuzz.answers,
    "fiscal-code": Fuzz.fiscalCode, "typed-values": Fuzz.typedValues, "personal-data": Fuzz.personalData,
    "markdown": Fuzz.markdown, "mail-excerpt": Fuzz.mailExcerpt, "buttons": Fuzz.buttons, "template-text": Fuzz.templateText,
    "logo": Fuzz.logo, "export-filter": Fuzz.exportFilter, "multipart": Fuzz.multipart, "service-list": Fuzz.serviceList,
]

guard let name = getenv("FUZZ_TARGET").map({ String(cString: $0) }), let chosen = targets[name] else {
    print(targets.keys.sorted().joined(separator: "\n"))
    exit(0)
}
let target = chosen

/// Of the thread, in microseconds: what others do on the machine does not count.
func cpuTime() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
    return now.tv_sec * 1_000_000 + now.tv_nsec / 1_000
}

var (count, arguments) = (CommandLine.argc, Optional(CommandLine.unsafeArgv))
exit(LLVMFuzzerRunDriver(&count, &arguments) { data, size in
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let began = cpuTime()
    target(bytes)
    // Time in proportion to the length; the sanitizers make everything some ten times slower.
    let taken = cpuTime() - began
    guard taken <= 100_000 + 40 * size else { fatalError("\(size) bytes took \(taken) µs") }
    return 0
})
