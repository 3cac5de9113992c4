// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.spi;

import org.jspecify.annotations.Nullable;

/** A reduction did not give a next value: it threw, ran too long, grew too large, or something was lacking around it. */
public final class ReductionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String stack;
    private final Kind kind;

    private enum Kind {
        ERROR,
        LIMIT,
        LACK,
        DAMAGE
    }

    /**
     * @param message what happened, with the script's line where known, e.g. {@code line 3: TypeError: …}
     * @param stack the script's own stack, or null
     */
    public ReductionException(@Nullable String message, @Nullable String stack) {
        this(message, stack, Kind.ERROR);
    }

    /** @param limit whether a limit was exceeded, rather than an error thrown */
    public ReductionException(@Nullable String message, @Nullable String stack, boolean limit) {
        this(message, stack, limit ? Kind.LIMIT : Kind.ERROR);
    }

    private ReductionException(@Nullable String message, @Nullable String stack, Kind kind) {
        super(message);
        this.stack = stack;
        this.kind = kind;
    }

    /** Photon had no memory or no thread for it, and that is not the fault of the reduction: it may go well in a while. */
    public static ReductionException lack(String message) {
        return new ReductionException(message, null, Kind.LACK);
    }

    /** What runs the reduction is damaged, perhaps by another one: a new reducer may do. */
    public static ReductionException damage(String message) {
        return new ReductionException(message, null, Kind.DAMAGE);
    }

    /** Whether the reduction took too long or too much, rather than threw an error. */
    public boolean isLimit() {
        return kind == Kind.LIMIT;
    }

    /** Whether something was lacking that is not the fault of the reduction. */
    public boolean isLack() {
        return kind == Kind.LACK;
    }

    /** Whether a new reducer of the same code may do. */
    public boolean isDamage() {
        return kind == Kind.DAMAGE;
    }

    /** The script's own stack (never the engine's), or null. */
    public @Nullable String scriptStack() {
        return stack;
    }
}
