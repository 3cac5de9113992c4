package io.photon.projection;

/** A reduction did not give a next value: it threw, ran too long, or grew too large. */
public final class ReductionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String stack;
    private final boolean limit;

    /**
     * @param message what happened, with the script's line where known, e.g. {@code line 3: TypeError: …}
     * @param stack the script's own stack, or null
     */
    public ReductionException(String message, String stack) {
        this(message, stack, false);
    }

    /** @param limit whether a limit was exceeded, rather than an error thrown */
    public ReductionException(String message, String stack, boolean limit) {
        super(message);
        this.stack = stack;
        this.limit = limit;
    }

    /** Whether the reduction took too long or too much, rather than threw an error. */
    public boolean isLimit() {
        return limit;
    }

    /** The script's own stack (never the engine's), or null. */
    public String scriptStack() {
        return stack;
    }
}
