// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.event.StreamNames;
import io.photon.log.ReplaySpec;
import io.photon.log.ReplayType;
import io.photon.projection.Descriptor;
import io.photon.projection.spi.BuiltIn;
import io.photon.projection.spi.Definition;
import io.photon.projection.spi.Reducer;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.store.StateRows;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task is to do: a definition and what makes its reducer. Immutable.
 *
 * @param definition what it is
 * @param origin where it comes from
 * @param codeHash of what makes the value
 * @param maker compiles; may take a second
 * @param skips events that are never folded, each with the position of {@code __config__} where that was recorded
 * @param since what is kept of an older fold must have taken this position of {@code __config__} into account
 */
public record CompiledDefinition(
        Definition definition,
        Descriptor.Origin origin,
        String codeHash,
        Maker maker,
        long since,
        SortedMap<Long, Long> skips) {

    private static final Logger LOG = LoggerFactory.getLogger(CompiledDefinition.class);

    /** Makes a reducer at its initial value. */
    interface Maker {
        /** Loads what is heavy before. */
        default void load() {}

        /** @param rows where it may keep its state, empty */
        Result<Reducer> make(StateRows rows);
    }

    public static CompiledDefinition of(
            Definition definition,
            Descriptor.Origin origin,
            Languages languages,
            long since,
            SortedMap<Long, Long> skips) {
        Maker maker = new Maker() {
            @Override
            public void load() {
                languages.load(definition);
            }

            @Override
            public Result<Reducer> make(StateRows rows) {
                return languages.compile(definition);
            }
        };
        return new CompiledDefinition(definition, origin, definition.codeHash(), maker, since, skips);
    }

    public static CompiledDefinition of(BuiltIn builtIn, long since) {
        Definition shown = new Definition(builtIn.name(), builtIn.streamName(), "java", builtIn.description(), null);
        Definition hashed = new Definition(builtIn.name(), builtIn.streamName(), "java", builtIn.version(), null);
        return new CompiledDefinition(
                shown,
                Descriptor.Origin.BUILT_IN,
                hashed.codeHash(),
                rows -> Result.ok(builtIn.open(rows)),
                since,
                new TreeMap<>());
    }

    /**
     * Its events. Who may make projections need not be allowed to see applications, so {@code __all__} is folded without
     * {@code __security__} except by Photon itself.
     *
     * @param from inclusive
     * @param to inclusive; {@link Long#MAX_VALUE} to go on with live events
     */
    public ReplaySpec events(long from, long to) {
        ReplayType type = to == Long.MAX_VALUE ? ReplayType.HOT_COLD : ReplayType.COLD;
        return hiding(ReplaySpec.of(type, definition.stream()).from(from).to(to));
    }

    /** Its newest events, the newest first. @param most how many, at the most */
    public ReplaySpec newest(long most) {
        return hiding(
                ReplaySpec.of(ReplayType.COLD, definition.stream()).limit(most).backwards(true));
    }

    private ReplaySpec hiding(ReplaySpec request) {
        boolean hides =
                origin != Descriptor.Origin.BUILT_IN && definition.stream().isAll();
        return hides ? request.hiding(StreamNames.SECURITY) : request;
    }

    /**
     * Whether it goes on after damage, and says so: the author of a reduction decides what a missing event means for it, but
     * no one else can decide that for Photon's own.
     */
    public boolean leavesOutDamage() {
        return origin == Descriptor.Origin.BUILT_IN;
    }

    /** Whether this event is skipped on request. */
    boolean skips(long orderId) {
        return !skips.isEmpty() && skips.containsKey(orderId);
    }

    /** How many events up to a position are gone past. */
    int skipped(long position) {
        return skips.headMap(position + 1).size();
    }

    /** Loads its language; what goes wrong there is met again by {@link #make}, which can say so. */
    void load() {
        try {
            maker.load();
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            LOG.debug("the language '{}' was not loaded", definition.language(), e);
        }
    }

    /** A fault of an engine's is a failure of this projection only. */
    Result<Reducer> make(StateRows rows) {
        try {
            return maker.make(rows);
        } catch (OutOfMemoryError e) {
            return Result.err(
                    Failure.Kind.OVERLOADED,
                    "there is no memory or no thread at the moment for the language '" + definition.language() + "' ("
                            + e.getMessage() + ")",
                    "try again in a moment, or give Photon more (-Xmx)");
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            return Result.err(
                    Failure.Kind.INTERNAL,
                    "the language '" + definition.language() + "' failed: " + Fault.words(e),
                    "this is a fault of Photon's; see its log");
        }
    }
}
