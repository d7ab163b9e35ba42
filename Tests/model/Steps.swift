/// Everything that may happen next.
struct Steps {
    let rule: Guard
    let way: Way

    func next(_ world: World) -> [(step: String, world: World)] {
        guard mayStillSend(world) else { return [] }
        var found: [(String, World)] = []
        func add(_ step: String, _ change: (inout World) -> Void) {
            var next = world
            change(&next)
            if next != world { found.append((step, next)) }
        }
        for index in world.workers.indices {
            let worker = world.workers[index], name = ["A", "B"][index]
            if !worker.isAlive {
                // The two are alike, so A is who starts first; one of them may start again.
                let starts = world.workers.map(\.starts)
                if starts[0] + starts[1] < 3, index == 0 || starts[0] > 0 { add("\(name) starts") { start(index, &$0) } }
                if worker.file != nil, !world.lostAFile { add("\(name) loses its file") { loseFile(index, &$0) } }
                continue
            }
            add("\(name) stops") { ($0.workers[index].isAlive, $0.workers[index].sends) = (false, false) }
            if worker.sends, mayLeave(world, index) {
                for each in 0...1 where world.tables.waits[each] == true && (each == 0 || world.hasTimeCome) {
                    add("\(name) sends \(each)") { send(each, index, &$0) }
                }
                if rule.beats, isBetween(world), !worker.hasBeaten { add("\(name) beats") { advance(index, &$0) } }
            } else {
                add("\(name) looks") { look(index, &$0) }
            }
        }
        if !world.hasTimeCome { add("1's time comes") { $0.hasTimeCome = true } }
        if world.backup == nil { add("backup") { $0.backup = $0.tables } }
        // Seconds lie between a backup and its return: whoever lives has beaten.
        let allBeaten = !rule.beats || world.workers.allSatisfy { !$0.sends || $0.hasBeaten }
        if isBetween(world), allBeaten { add("it comes back") { comeBack(&$0) } }
        for piece in world.toCome { add("\(piece) comes back") { comeBack(piece, &$0) } }
        if world.cameBack, world.tables.isRestored, world.epochs == 0 { add("after-restore") { afterRestore(&$0) } }
        return found
    }

    private func mayStillSend(_ world: World) -> Bool {
        world.tables.waits.contains(true) || !world.cameBack && world.backup?.waits.contains(true) == true
    }

    private func isBetween(_ world: World) -> Bool { world.backup != nil && !world.cameBack && world.toCome.isEmpty }

    /// `SQL.isWhole`.
    private func isWhole(_ world: World) -> Bool {
        let tables = world.tables
        let isInStep = !world.lastSentIsLoaded && tables.lastSent.allSatisfy { $0.map { tables.waits[$0] == false } ?? true }
        return (!rule.looksAtQueue || tables.knownQueue == world.queue) && (!rule.looksAtLastSent || isInStep)
    }

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

    private func send(_ each: Int, _ index: Int, _ world: inout World) {
        advance(index, &world)
        world.tables.waits[each] = false
        world.tables.lastSent[world.workers[index].place] = each
        world.received[each] += 1
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
        guard isWhole(world) else { return noteRestore(&world) }
        let known = world.tables.marks[place]
        if world.tables.epoch > file.epoch {
            world.tables.marks[place] = World.Mark(number: file.number + 1, epoch: world.tables.epoch)
        } else {
            let isNew = known == nil && file.number == 0
            guard world.tables.epoch == file.epoch, isNew || (known.map { $0.epoch == file.epoch && $0.number >= file.number } ?? false)
            else { return noteRestore(&world) }
            if world.tables.isRestored { return }
            if isNew { world.tables.marks[place] = World.Mark(number: 1, epoch: file.epoch) }
        }
        world.workers[index].file = world.tables.marks[place]
        world.workers[index].sends = true
    }

    private func noteRestore(_ world: inout World) {
        guard !world.tables.isRestored else { return }
        (world.tables.isRestored, world.tables.isNotedBefore) = (true, !world.hasTimeCome)
    }

    private func loseFile(_ index: Int, _ world: inout World) {
        world.workers[index].file = nil
        world.workers[index].place += 2
        world.lostAFile = true
    }

    private func comeBack(_ world: inout World) {
        guard way.isAllAtOnce else {
            // Where each table comes at once the queue has no rest.
            return world.toCome = Set(World.Piece.allCases.filter { way != .rows || $0 != .restOfQueue })
        }
        (world.tables, world.cameBack) = (world.backup!, true)
        if way.makesAnotherQueue { world.queue += 1 }
    }

    private func comeBack(_ piece: World.Piece, _ world: inout World) {
        let backup = world.backup!
        switch piece {
        case .marks: world.tables.marks = backup.marks
        case .lastSent: (world.tables.lastSent, world.lastSentIsLoaded) = (backup.lastSent, true)
        case .queue:
            if way.makesTablesAnew, world.toCome.contains(.restOfQueue) { makeQueueAnew(&world) }
            world.tables.waits[0] = backup.waits[0]
            if way == .rows { world.tables.waits[1] = backup.waits[1] }
        case .restOfQueue:
            if way.makesTablesAnew, world.toCome.contains(.queue) { makeQueueAnew(&world) }
            world.tables.waits[1] = backup.waits[1]
        case .knownServer: world.tables.knownQueue = backup.knownQueue
        case .host:
            (world.tables.isRestored, world.tables.isNotedBefore) = (backup.isRestored, backup.isNotedBefore)
            world.tables.epoch = backup.epoch
        }
        world.toCome.remove(piece)
        world.cameBack = world.toCome.isEmpty
    }

    private func makeQueueAnew(_ world: inout World) {
        world.tables.waits = [nil, nil]
        if way.makesAnotherQueue { world.queue += 1 }
    }

    /// `settleRestore`: what waits becomes a doubt, but for what was to leave later.
    private func afterRestore(_ world: inout World) {
        world.epochs += 1
        world.tables.waits = [false, world.tables.isNotedBefore && world.tables.waits[1] == true]
        (world.tables.marks, world.tables.lastSent) = ([nil, nil, nil, nil], [nil, nil, nil, nil])
        world.lastSentIsLoaded = false
        (world.tables.isRestored, world.tables.epoch, world.tables.knownQueue) = (false, world.epochs, world.queue)
    }
}
