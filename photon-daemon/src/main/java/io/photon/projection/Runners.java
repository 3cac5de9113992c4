package io.photon.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The runner of each projection, kept in line with the registry, and those who follow all of them. Questions may come from
 * any thread; changes take the registry's lock.
 */
final class Runners {

    private final Registry registry;
    private final Surroundings around;
    private final ConcurrentSkipListMap<String, Runner> runners = new ConcurrentSkipListMap<>();
    private final List<Updates.Follower> followersOfAll = new CopyOnWriteArrayList<>();
    /** Deleted ones that still have work to finish; whoever comes next under the name waits for them. */
    private final Map<String, Runner> leaving = new HashMap<>();

    private boolean closing;

    Runners(Registry registry, Surroundings around) {
        this.registry = registry;
        this.around = around;
    }

    /** The one of a name, or null. */
    Runner get(String name) {
        return runners.get(name);
    }

    boolean has(String name) {
        return runners.containsKey(name);
    }

    int size() {
        return runners.size();
    }

    List<String> names() {
        return new ArrayList<>(runners.keySet());
    }

    /** In the order of their names; a view. */
    Collection<Runner> all() {
        return runners.values();
    }

    /** None is brought up from now on. */
    void closing() {
        synchronized (registry) {
            closing = true;
        }
    }

    /** Makes a projection what the registry says. Under the registry's lock. */
    void bringUp(String name) {
        if (closing) {
            return;
        }
        Optional<Plan> plan = registry.plan(name);
        Runner runner = runners.get(name);
        if (plan.isEmpty()) {
            if (runner != null) {
                runners.remove(name);
                leaving.values().removeIf(Runner::isGone);
                leaving.put(name, runner);
                runner.remove();
                runner.updates().end(followersOfAll);
            }
            return;
        }
        long pausedAt = registry.pausedAt(name);
        if (runner == null) {
            Runner made = new Runner(plan.get(), pausedAt, around, leaving.remove(name));
            if (plan.get().origin() != Descriptor.Origin.BUILT_IN) {
                followersOfAll.forEach(made.updates()::add);
            }
            runners.put(name, made);
            made.schedule();
            return;
        }
        if (!isSame(plan.get(), runner.plan())) {
            runner.become(plan.get());
        }
        if (pausedAt == Orders.RUNS && runner.isPaused()) {
            runner.resume();
        } else if (pausedAt != runner.pausedAt()) {
            runner.pause(pausedAt);
        }
    }

    /** One that is stuck makes way for another, which has failed there. */
    void replace(Runner stuck, Descriptor.LastError why) {
        synchronized (registry) {
            if (!closing && runners.get(stuck.name()) == stuck) {
                Runner made = stuck.successor(why);
                runners.put(stuck.name(), made);
                made.schedule();
            }
        }
    }

    private static boolean isSame(Plan one, Plan other) {
        return one.codeHash().equals(other.codeHash())
                && one.origin() == other.origin()
                && one.since() == other.since()
                && one.skips().equals(other.skips());
    }

    void follow(Updates.Follower all) {
        synchronized (registry) { // nobody is brought up meanwhile
            followersOfAll.add(all);
            for (Runner runner : runners.values()) {
                if (runner.plan().origin() != Descriptor.Origin.BUILT_IN) {
                    runner.updates().add(all);
                }
            }
        }
    }

    void unfollow(Updates.Follower all) {
        followersOfAll.remove(all);
        runners.values().forEach(runner -> runner.updates().remove(all));
    }

    void wakeAll() {
        runners.values().forEach(Runner::schedule);
    }
}
