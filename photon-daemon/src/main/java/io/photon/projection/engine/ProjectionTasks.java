// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.engine;

import io.photon.projection.Descriptor;
import io.photon.projection.registry.Registry;
import io.photon.projection.run.CompiledDefinition;
import io.photon.projection.run.Orders;
import io.photon.projection.run.ProjectionContext;
import io.photon.projection.run.ProjectionTask;
import io.photon.projection.run.Updates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The task of each projection, kept in line with the registry, and those who follow all of them. Questions may come from
 * any thread; changes take the registry's lock.
 */
final class ProjectionTasks {

    private final Registry registry;
    private final ProjectionContext context;
    private final ConcurrentSkipListMap<String, ProjectionTask> tasks = new ConcurrentSkipListMap<>();
    private final List<Updates.Follower> followersOfAll = new CopyOnWriteArrayList<>();
    /** Deleted ones that still have work to finish; the next one of the same name waits for them. */
    private final Map<String, ProjectionTask> leaving = new HashMap<>();

    private boolean closing;

    ProjectionTasks(Registry registry, ProjectionContext context) {
        this.registry = registry;
        this.context = context;
        context.log().whenHealed(place -> tasks.values().forEach(ProjectionTask::placeHealed));
    }

    /** The one of a name, or null. */
    @Nullable ProjectionTask get(String name) {
        return tasks.get(name);
    }

    boolean has(String name) {
        return tasks.containsKey(name);
    }

    int size() {
        return tasks.size();
    }

    List<String> names() {
        return new ArrayList<>(tasks.keySet());
    }

    /** In the order of their names; a view. */
    Collection<ProjectionTask> all() {
        return tasks.values();
    }

    /** No task is made or changed from now on. */
    void closing() {
        synchronized (registry) {
            closing = true;
        }
    }

    /** Makes a projection what the registry says. Under the registry's lock. */
    void update(String name) {
        if (closing) {
            return;
        }
        Optional<CompiledDefinition> plan = registry.plan(name);
        ProjectionTask task = tasks.get(name);
        if (plan.isEmpty()) {
            if (task != null) {
                tasks.remove(name);
                leaving.values().removeIf(ProjectionTask::isGone);
                leaving.put(name, task);
                task.remove();
                task.updates().end(followersOfAll);
            }
            return;
        }
        long pausedAt = registry.pausedAt(name);
        if (task == null) {
            ProjectionTask made = new ProjectionTask(plan.get(), pausedAt, context, leaving.remove(name));
            if (plan.get().origin() != Descriptor.Origin.BUILT_IN) {
                followersOfAll.forEach(made.updates()::add);
            }
            tasks.put(name, made);
            made.schedule();
            return;
        }
        if (!isSame(plan.get(), task.plan())) {
            task.follow(plan.get(), pausedAt);
        } else if (pausedAt == Orders.RUNS && task.isPaused()) {
            task.resume();
        } else if (pausedAt != task.pausedAt()) {
            task.pause(pausedAt);
        }
    }

    /** One that is stuck makes way for another, which has failed there. */
    void replace(ProjectionTask stuck, Descriptor.LastError why) {
        synchronized (registry) {
            if (!closing && tasks.get(stuck.name()) == stuck) {
                ProjectionTask made = stuck.successor(why);
                tasks.put(stuck.name(), made);
                made.schedule();
            }
        }
    }

    private static boolean isSame(CompiledDefinition one, CompiledDefinition other) {
        return one.codeHash().equals(other.codeHash())
                && one.origin() == other.origin()
                && one.since() == other.since()
                && one.skips().equals(other.skips());
    }

    void follow(Updates.Follower all) {
        synchronized (registry) { // until then no projection is started
            followersOfAll.add(all);
            for (ProjectionTask task : tasks.values()) {
                if (task.plan().origin() != Descriptor.Origin.BUILT_IN) {
                    task.updates().add(all);
                }
            }
        }
    }

    void unfollow(Updates.Follower all) {
        followersOfAll.remove(all);
        tasks.values().forEach(task -> task.updates().remove(all));
    }

    void wakeAll() {
        tasks.values().forEach(ProjectionTask::schedule);
    }
}
