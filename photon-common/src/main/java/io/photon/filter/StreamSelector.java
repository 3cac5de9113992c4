// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import io.photon.event.StreamNames;
import org.jspecify.annotations.Nullable;

/**
 * Which streams a reader asks for: one, all of them, or those that fit a glob. What a text means is a matter of the text
 * alone, never of the streams there are. Immutable.
 */
public final class StreamSelector {

    private final String text;
    private final boolean exact;
    private final @Nullable String name;
    private final @Nullable Glob glob;

    private StreamSelector(String text, boolean exact) {
        this.text = text;
        this.exact = exact;
        if (exact) {
            this.name = text;
            this.glob = null;
        } else {
            Glob read = Glob.of(text);
            this.name = read.isPlain() ? read.prefix() : null;
            this.glob = read.isPlain() ? null : read;
        }
    }

    /** What a text asks for: a glob if it has a {@code *} or {@code ?} without a backslash before it. */
    public static StreamSelector of(String text) {
        return new StreamSelector(text, false);
    }

    /** The stream of just this name, whatever characters it has. */
    public static StreamSelector exact(String name) {
        return new StreamSelector(name, true);
    }

    /** The one or the other. */
    public static StreamSelector of(String text, boolean exact) {
        return new StreamSelector(text, exact);
    }

    /**
     * What a text meant that was recorded before globs knew {@code ?} and backslashes: with a {@code *} it is a glob with
     * no other special character, else a name.
     */
    public static StreamSelector ofOldText(String text) {
        return text.indexOf('*') < 0
                ? exact(text)
                : of(text.replace("\\", "\\\\").replace("?", "\\?"));
    }

    /** What to do when there is no stream of a name, where one name is asked for. */
    public static String hintWithout(String name) {
        return Glob.needsQuotes(name)
                ? "this takes one name as it stands, not a glob; list the streams with: photon streams list"
                : "list the streams with: photon streams list";
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /** Whether it was asked for by its exact name. */
    public boolean isExact() {
        return exact;
    }

    /** Whether the text alone could be taken for something else: it has a {@code *} or {@code ?}. */
    public boolean isAmbiguous() {
        return Glob.needsQuotes(text);
    }

    /** The one stream it is, {@code __all__} too; null for a glob. */
    public @Nullable String name() {
        return name;
    }

    /** The one stream it is. @throws IllegalStateException for all of them and for a glob, see {@link #isSeveral} */
    public String oneName() {
        if (name == null || isAll()) {
            throw new IllegalStateException("not one stream: " + text);
        }
        return name;
    }

    /** Whether it is every event of every stream. */
    public boolean isAll() {
        return StreamNames.ALL.equals(name);
    }

    /** Whether events of several streams may be wanted. */
    public boolean isSeveral() {
        return glob != null || isAll();
    }

    /** Whether it is about internal streams other than {@code __all__}, by name or by a glob. */
    public boolean isInternal() {
        return glob != null ? glob.prefix().startsWith("__") : !isAll() && name != null && name.startsWith("__");
    }

    /**
     * Whether a stream's events are wanted. Internal streams are found only by a glob that begins with {@code __}, as
     * hidden files are.
     */
    public boolean includes(String stream) {
        if (glob == null) {
            return isAll() || stream.equals(name);
        }
        return (glob.prefix().startsWith("__") || !StreamNames.isInternal(stream)) && glob.matches(stream);
    }

    /** Whether this includes every stream that another can ever include; a no may be wrong, see {@link Glob#covers}. */
    public boolean covers(StreamSelector other) {
        if (isAll() || other.isAll()) {
            return isAll();
        }
        if (other.glob == null) {
            return other.name != null && includes(other.name);
        }
        boolean hidesInternal = other.isInternal() && !isInternal();
        return glob != null && !hidesInternal && glob.covers(other.glob);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamSelector same && same.exact == exact && same.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode() * 31 + Boolean.hashCode(exact);
    }

    @Override
    public String toString() {
        return text;
    }
}
