package struct NoticeNumber: Hashable, Sendable {
    package let value: String
    package init(stored value: String) { self.value = value }
}
