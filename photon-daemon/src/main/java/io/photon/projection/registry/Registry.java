// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.registry;

import io.photon.event.StreamNames;
import io.photon.projection.Descriptor;
import io.photon.projection.registry.ConfigEvents.Change;
import io.photon.projection.run.CompiledDefinition;
import io.photon.projection.run.Languages;
import io.photon.projection.run.Orders;
import io.photon.projection.spi.BuiltIn;
import io.photon.projection.spi.Definition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which projections there are: a fold of {@code __config__} over what is built in and what files say. What is recorded
 * comes before a file of the same name. Not thread-safe.
 */
public final class Registry {

    private record Recorded(Definition definition, long since) {}

    private final Languages languages;
    private final Map<String, BuiltIn> builtIns = new HashMap<>();
    private final Map<String, Definition> files = new HashMap<>();
    private final Map<String, Recorded> recorded = new HashMap<>();
    /** Where something made a projection start over. */
    private final Map<String, Long> resets = new HashMap<>();

    /** And at which position. */
    private final Map<String, Long> paused = new HashMap<>();

    /** The events that are never folded, of each with the place of {@code __config__} where that was recorded. */
    private final Map<String, TreeMap<Long, Long>> skips = new HashMap<>();

    public Registry(Languages languages, List<BuiltIn> builtIns) {
        this.languages = languages;
        builtIns.forEach(builtIn -> this.builtIns.put(builtIn.name(), builtIn));
    }

    /** The same without anything recorded. */
    public Registry begun() {
        Registry begun = new Registry(languages, List.copyOf(builtIns.values()));
        begun.files.putAll(files);
        return begun;
    }

    /** Takes over what another one was told. @return the names of projections that may be something else now */
    public Set<String> become(Registry other) {
        Set<String> touched = names();
        replace(recorded, other.recorded);
        replace(resets, other.resets);
        replace(paused, other.paused);
        replace(skips, other.skips);
        touched.addAll(names());
        return touched;
    }

    private static <T> void replace(Map<String, T> map, Map<String, T> other) {
        map.clear();
        map.putAll(other);
    }

    /** @return the names of projections that may be something else now */
    public Set<String> apply(long orderId, Change change) {
        if (change instanceof Change.Posted posted) {
            String name = posted.definition().name();
            if (StreamNames.isInternal(name)) {
                return Set.of(); // 0.9 recorded its built-in ones
            }
            recorded.put(name, new Recorded(posted.definition(), orderId));
            paused.remove(name);
            skips.remove(name); // another reduction may take them
            return Set.of(name);
        }
        if (change instanceof Change.Deleted deleted) {
            boolean known = recorded.remove(deleted.name()) != null;
            if (known) {
                paused.remove(deleted.name());
                resets.remove(deleted.name());
                skips.remove(deleted.name());
            }
            return known ? Set.of(deleted.name()) : Set.of();
        }
        if (change instanceof Change.Reset reset) {
            startsOver(reset.name(), orderId);
            return Set.of(reset.name());
        }
        if (change instanceof Change.Paused pause) {
            paused.put(pause.name(), pause.position());
            return Set.of(pause.name());
        }
        if (change instanceof Change.Resumed resumed) {
            paused.remove(resumed.name());
            if (resumed.skipped() > 0) {
                skips.computeIfAbsent(resumed.name(), any -> new TreeMap<>()).putIfAbsent(resumed.skipped(), orderId);
            }
            return Set.of(resumed.name());
        }
        return streamDeleted(orderId, ((Change.StreamDeleted) change).stream());
    }

    private Set<String> streamDeleted(long orderId, String stream) {
        Set<String> touched = new HashSet<>();
        for (String name : names()) {
            if (plan(name).orElseThrow().definition().stream().includes(stream)) {
                startsOver(name, orderId);
                touched.add(name);
            }
        }
        return touched;
    }

    /** A paused one stands still at its initial value then. */
    private void startsOver(String name, long orderId) {
        resets.put(name, orderId);
        paused.computeIfPresent(name, (paused, position) -> 0L);
    }

    public void addFile(Definition definition) {
        files.put(definition.name(), definition);
    }

    public boolean isBuiltIn(String name) {
        return builtIns.containsKey(name);
    }

    /** Whether it comes from a file, and nothing recorded lies over that. */
    public boolean isOfFile(String name) {
        return files.containsKey(name) && !recorded.containsKey(name);
    }

    /** At which position it is paused, or {@link Orders#RUNS}. */
    public long pausedAt(String name) {
        return paused.getOrDefault(name, Orders.RUNS);
    }

    public Set<String> names() {
        Set<String> names = new TreeSet<>(builtIns.keySet());
        names.addAll(files.keySet());
        names.addAll(recorded.keySet());
        return names;
    }

    /** What a name stands for now. */
    public Optional<CompiledDefinition> plan(String name) {
        long reset = resets.getOrDefault(name, 0L);
        SortedMap<Long, Long> skipped = new TreeMap<>(skips.getOrDefault(name, new TreeMap<>()));
        if (builtIns.containsKey(name)) {
            return Optional.of(CompiledDefinition.of(builtIns.get(name), reset));
        }
        Recorded posted = recorded.get(name);
        if (posted != null) {
            return Optional.of(CompiledDefinition.of(
                    posted.definition(),
                    Descriptor.Origin.REQUEST,
                    languages,
                    Math.max(posted.since(), reset),
                    skipped));
        }
        Definition file = files.get(name);
        return file == null
                ? Optional.empty()
                : Optional.of(CompiledDefinition.of(file, Descriptor.Origin.FILE, languages, reset, skipped));
    }
}
