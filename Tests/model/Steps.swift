/// Everything that may happen next.
struct Steps {
    let rule: Guard
    let way: Way

    func next(_ world: World) -> [(step: String, world: World)] {
        var found: [(String, World)] = []
        func add(_ step: String, _ change: (inout World) -> Void) {
            var next = world
            change(&next)
            if next != world { found.append((step, next)) }
        }
        for index in world.workers.indices {
            let worker = world.workers[index], name = ["A", "B"][index]
            if !worker.isAlive {
                if worker.starts < 2 { add("\(name) starts") { start(index, &$0) } }
                if worker.file != nil, !world.lostAFile { add("\(name) loses its file") { loseFile(index, &$0) } }
                continue
            }
            add("\(name) stops") { ($0.workers[index].isAlive, $0.workers[index].sends) = (false, false) }
            if worker.sends, mayLeave(world, index) {
                if world.tables.waits { add("\(name) sends") { send(index, &$0) } }
                if rule.beats, isBetween(world), !worker.hasBeaten { add("\(name) beats") { advance(index, &$0) } }
            } else {
                add("\(name) looks") { look(index, &$0) }
            }
        }
        if world.backup == nil { add("backup") { ($0.backup, $0.backupQueueMade) = ($0.tables, $0.queueMade) } }
        // Seconds lie between a backup and its return: whoever lives has beaten.
        let allBeaten = !rule.beats || world.workers.allSatisfy { !$0.sends || $0.hasBeaten }
        if isBetween(world), allBeaten { add("it comes back") { comeBack(&$0) } }
        for table in world.toCome { add("\(table) comes back") { comeBack(table, &$0) } }
        if world.cameBack, world.tables.isRestored, world.epochs == 0 { add("after-restore") { afterRestore(&$0) } }
        return found
    }

    private func isBetween(_ world: World) -> Bool { world.backup != nil && !world.cameBack && world.toCome.isEmpty }

    private func isWhole(_ world: World) -> Bool { !rule.looksAtQueue || world.tables.knownQueue == world.queueMade }

    /// What the transaction asks that lets something leave: `advance` and `requireWhole`.
    private func mayLeave(_ world: World, _ index: Int) -> Bool {
        let worker = world.workers[index]
        return !world.tables.isRestored && worker.file != nil && world.tables.marks[worker.place] == worker.file
            && worker.file?.epoch == world.tables.epoch && isWhole(world)
    }

    private func advance(_ index: Int, _ world: inout World) {
        let place = world.workers[index].place
        world.tables.marks[place]!.number += 1
        world.workers[index].file = world.tables.marks[place]
        world.workers[index].hasBeaten = true
    }

    private func send(_ index: Int, _ world: inout World) {
        advance(index, &world)
        world.tables.waits = false
        world.received += 1
    }

    private func start(_ index: Int, _ world: inout World) {
        world.workers[index].isAlive = true
        world.workers[index].starts += 1
        world.workers[index].hasBeaten = isBetween(world)
        look(index, &world)
    }

    /// `reconcile`.
    private func look(_ index: Int, _ world: inout World) {
        let place = world.workers[index].place, file = world.workers[index].file ?? World.Mark()
        world.workers[index].sends = false
        guard isWhole(world) else { return world.tables.isRestored = true }
        let known = world.tables.marks[place]
        if world.tables.epoch > file.epoch {
            world.tables.marks[place] = World.Mark(number: file.number + 1, epoch: world.tables.epoch)
        } else {
            let isNew = known == nil && file.number == 0
            guard world.tables.epoch == file.epoch, isNew || (known.map { $0.epoch == file.epoch && $0.number >= file.number } ?? false)
            else { return world.tables.isRestored = true }
            if world.tables.isRestored { return }
            if isNew { world.tables.marks[place] = World.Mark(number: 1, epoch: file.epoch) }
        }
        world.workers[index].file = world.tables.marks[place]
        world.workers[index].sends = true
    }

    private func loseFile(_ index: Int, _ world: inout World) {
        world.workers[index].file = nil
        world.workers[index].place += 2
        world.lostAFile = true
    }

    private func comeBack(_ world: inout World) {
        if way == .disk {
            (world.tables, world.queueMade, world.cameBack) = (world.backup!, world.backupQueueMade, true)
        } else {
            world.toCome = Set(World.Table.allCases)
        }
    }

    private func comeBack(_ table: World.Table, _ world: inout World) {
        let backup = world.backup!
        switch table {
        case .marks: world.tables.marks = backup.marks
        case .queue:
            world.tables.waits = backup.waits
            if way == .madeAnew { world.queueMade += 1 }
        case .knownServer: world.tables.knownQueue = backup.knownQueue
        case .host: (world.tables.isRestored, world.tables.epoch) = (backup.isRestored, backup.epoch)
        }
        world.toCome.remove(table)
        world.cameBack = world.toCome.isEmpty
    }

    /// `settleRestore`: what waits becomes a doubt.
    private func afterRestore(_ world: inout World) {
        world.epochs += 1
        world.tables.waits = false
        world.tables.marks = [nil, nil, nil, nil]
        (world.tables.isRestored, world.tables.epoch, world.tables.knownQueue) = (false, world.epochs, world.queueMade)
    }
}
