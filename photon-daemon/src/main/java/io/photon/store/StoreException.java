package io.photon.store;

/** A store could not do what it was asked; {@link #kind()} says what that means for the next step. */
public final class StoreException extends Exception {

    /** What the caller can conclude. */
    public enum Kind {
        /** An order-id is not above the head: nothing was stored. */
        CONFLICT,
        /** The disk is full: nothing was stored; later appends may succeed. */
        NO_SPACE,
        /** A write or sync failed: nothing more is written by this process. Reading goes on. */
        READ_ONLY,
        /** Stored bytes are not what was written; the message names the place. */
        DAMAGED,
        /** The outcome is unknown (a remote backend); read the head before the next append. */
        UNREACHABLE,
        /** The store cannot be opened as it is; the message says what to do. */
        REFUSED,
        /** The store is closed. */
        CLOSED
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final long readOnFrom;
    private final boolean otherVersion;

    public StoreException(Kind kind, String message) {
        this(kind, message, null);
    }

    public StoreException(Kind kind, String message, Throwable cause) {
        this(kind, message, cause, 0, false);
    }

    private StoreException(Kind kind, String message, Throwable cause, long readOnFrom, boolean otherVersion) {
        super(message, cause);
        this.kind = kind;
        this.readOnFrom = readOnFrom;
        this.otherVersion = otherVersion;
    }

    /**
     * Damage of which it is known how far it reaches.
     *
     * @param readOnFrom a read forwards from here (exclusive) passes the damage
     */
    public static StoreException damaged(String message, long readOnFrom) {
        return new StoreException(Kind.DAMAGED, message, null, readOnFrom, false);
    }

    /** Files that are whole, of a version this Photon does not read: REFUSED, and nobody else may take them for damaged. */
    public static StoreException ofOtherVersion(String message) {
        return new StoreException(Kind.REFUSED, message, null, 0, true);
    }

    /** Whether the files are whole and another Photon reads them. */
    public boolean isOfOtherVersion() {
        return otherVersion;
    }

    /** For damage: where a read forwards can go on behind it (exclusive), 0 when that is not known. */
    public long readOnFrom() {
        return readOnFrom;
    }

    public Kind kind() {
        return kind;
    }
}
