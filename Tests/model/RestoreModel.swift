/// Searches every state that two workers, a backup and its return can reach, for one in which a citizen got a notification
/// twice; for each way in which a backup comes back, with the guard as it is and with weaker ones.
@main
struct RestoreModel {
    static func main() {
        for rule in Guard.all {
            for way in Way.allCases {
                let (states, story) = search(Steps(rule: rule, way: way))
                let end = story.map { "sent twice: " + $0.joined(separator: ", ") } ?? "never twice"
                print("\(rule.name), \(way): \(states) states, \(end)")
            }
        }
    }

    /// - Returns: how many states it saw, and the shortest way to a second message.
    private static func search(_ steps: Steps) -> (states: Int, story: [String]?) {
        var queue = [(world: World(), from: -1, step: "")], seen: Set<World> = [World()], place = 0
        while place < queue.count {
            for (step, world) in steps.next(queue[place].world) where seen.insert(world).inserted {
                queue.append((world, place, step))
                guard world.received.max()! > 1 else { continue }
                var (story, last) = ([String](), queue.count - 1)
                while last > 0 { (story, last) = (story + [queue[last].step], queue[last].from) }
                return (seen.count, story.reversed())
            }
            place += 1
        }
        return (seen.count, nil)
    }
}
